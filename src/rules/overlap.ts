import type { Facts, Guard } from './facts.ts';

/** Q-C4: where people or property may be in danger, what contains it comes before the question of whose it is. */
export function containmentIsDue({ case: given, assignment }: Facts): boolean {
  return (given.urgent || given.emergency) && assignment?.containedAt === null;
}

/** domain.md "Who": who reported the overlap does not settle it. */
export const settlerIsNotReporter: Guard = ({ actorId, overlapBy }) =>
  overlapBy.has(actorId) ? '职责交叉由您本人报告，须由另一位派单员处理。' : null;

/** Q-B2: what the lead has submitted rests on the opinions that were in; nobody is added behind its back. */
export const leadIsStillHandling: Guard = ({ leadStatus }) =>
  leadStatus === 'reviewing'
    ? '牵头单位已提交答复，正由其分管领导审核，此时不能增派协办。请待其退回修改后增派，或在答复送达后点“退回补充”。'
    : null;
