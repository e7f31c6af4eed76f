import { exactTime } from '../calendar/words.ts';
import type { Guard } from './facts.ts';

/** Q-C3: a return is asked for within the limit after signing. */
export const returnInTime: Guard = ({ now, returnDueAt }) =>
  returnDueAt !== null && now > returnDueAt
    ? `退件已过时限（应于 ${exactTime(returnDueAt)} 前提出）。如确非本单位职责，请加备注说明，并电话告知热线派单员。`
    : null;
