import type { Day } from '../calendar/days.ts';

/** Q-D9: what cannot be solved now is looked at again on a day that is still to come. @returns what is wrong, or null */
export function plannedReviewFault(conclusion: string, reviewOn: Day | undefined, today: Day): string | null {
  if (conclusion !== 'not_now') return null;
  if (!reviewOn) return '结论为“暂不能解决”的，请填写复查日期。';
  return reviewOn > today ? null : `复查日期应在今天（${today}）之后。`;
}
