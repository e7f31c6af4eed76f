import { exactTime } from '../calendar/words.ts';
import type { Guard } from './facts.ts';

/** Q-C3: a return is asked for within the limit after signing. */
export const returnInTime: Guard = ({ now, returnDueAt }) =>
  returnDueAt !== null && now > returnDueAt
    ? `退件已过时限（应于 ${exactTime(returnDueAt)} 前提出），工单仍由本单位办理。如确非本单位职责，请点“报告职责交叉”。`
    : null;

/** X-E1: an agency may be barred from returning a case again. */
export const returnNotBarred: Guard = ({ assignment }) =>
  assignment?.returnBarred
    ? '热线已注明本工单禁止再次退件，工单仍由本单位办理。如与其他单位职责交叉，请点“报告职责交叉”。'
    : null;
