import { DAY } from '../calendar/days.ts';
import type { CaseStatus } from '../cases/states.ts';

/** `before`: not answered yet. `never`: there is no answer to rate. */
export type RatingTime = 'before' | 'open' | 'over' | 'never';

/** The answer is out: the hotline has checked it, and the citizen was told. */
const ANSWERED: readonly CaseStatus[] = ['callback', 'verifying', 'closed'];
const OVER: readonly CaseStatus[] = ['closed', 'archived', 'rejected', 'withdrawn'];

/** Whether an answer lies with the citizen that can still be spoken of. */
export function isAnswered(status: CaseStatus): boolean {
  return ANSWERED.includes(status);
}

/**
 * Q-E1: the citizen rates the result themselves, and may think again, for so many days after the answer and not after
 * the case was archived.
 */
export function ratingTime(
  { status, answeredAt }: { status: CaseStatus; answeredAt: number | null },
  days: number,
  now: number,
): RatingTime {
  if (answeredAt === null) return OVER.includes(status) ? 'never' : 'before';
  if (status === 'archived') return 'over';
  if (!isAnswered(status)) return OVER.includes(status) ? 'never' : 'before';
  return now <= answeredAt + days * DAY ? 'open' : 'over';
}
