import { exactTime } from '../calendar/words.ts';
import type { Facts, Guard } from './facts.ts';

/** Q-A4: refused once the case has been accepted for longer than the limit; only a supervisor goes beyond it. */
export const withdrawalInTime: Guard = (facts) =>
  isPast(facts)
    ? `撤诉已过时限（应于 ${exactTime(facts.withdrawalDueAt ?? 0)} 前提出），工单继续办理。确有正当理由的，请报值班长“特批撤诉”。`
    : null;

/** The override is for what the limit has closed, and for nothing else. */
export const withdrawalIsPast: Guard = (facts) =>
  isPast(facts) ? null : `撤诉尚在时限内${untilWords(facts)}，不需要特批，请点“登记撤诉”。`;

/** What the agency has answered is not withdrawn, also while it is suspended: the citizen says so when called back. */
export const notYetAnswered: Guard = ({ leadStatus }) =>
  leadStatus === 'replied' ? '承办单位已经答复，不能再撤诉。诉求人的意见请在回访中登记。' : null;

/** What is under supervision does not vanish from the ledger by a withdrawal (Q-E4). */
export const notUnderSupervision: Guard = ({ supervision }) =>
  supervision ? '本工单正在督办，不能直接撤诉，工单继续办理。请督办员先解除督办，再登记撤诉。' : null;

function isPast({ now, withdrawalDueAt }: Facts): boolean {
  return withdrawalDueAt !== null && now > withdrawalDueAt;
}

function untilWords({ withdrawalDueAt }: Facts): string {
  return withdrawalDueAt === null ? '' : `（${exactTime(withdrawalDueAt)} 前）`;
}
