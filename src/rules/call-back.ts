import { MINUTE } from '../calendar/days.ts';
import { exactTime } from '../calendar/words.ts';
import type { CaseStatus } from '../cases/states.ts';
import type { Limits, QuietHours } from '../presets/types.ts';
import type { Facts, Guard } from './facts.ts';
import { callableFrom, isQuiet, sayQuietHours } from './quiet-hours.ts';

/** domain.md "Who": a call-back or verification is never done by someone who handled the case. */
export const notOwnHandling: Guard = ({ actorId, handledBy }) =>
  handledBy.has(actorId) ? '您参与过该工单的办理，须由其他人员回访和核实。' : null;

/** C-E1: nobody is skipped who left a number; without one the published reply is the result. */
export const publishedOnlyWithoutContact: Guard = ({ case: given, input }) =>
  input?.reached === 'published' && !given.anonymous && given.hasContact
    ? '诉求人留有联系方式，须电话回访，不能以“已公开答复”办结。'
    : null;

/** C-E1: after a call that reached nobody, the next one has to wait; in quiet hours until they are over. */
export function nextAttemptAt(attemptAt: number, limits: Limits, quietHours: QuietHours): number {
  return callableFrom(attemptAt + limits.callbackSpacingMinutes * MINUTE, quietHours);
}

/** Nobody is called before the time they asked for, nor again right after an attempt; null when it is not too early. */
export function tooEarlyUntil({ now, case: given, lastAttemptAt, limits, quietHours }: Facts): number | null {
  const spaced = lastAttemptAt === null ? null : nextAttemptAt(lastAttemptAt, limits, quietHours);
  const from = given.callAfter ?? spaced;
  return from !== null && now < from ? from : null;
}

/** C-E1: three attempts are three only where time lies between them. A citizen who calls in is welcome at any time. */
export const spacedAttempts: Guard = (facts) => {
  const from = tooEarlyUntil(facts);
  const { lastAttemptAt, limits, input } = facts;
  if (from === null || !input || input.reached === 'published') return null;
  if (input.calledIn === true && input.reached === 'yes') return null;
  const why =
    lastAttemptAt === null
      ? '诉求人约定了回访时间'
      : `上次回访（${exactTime(lastAttemptAt)}）未接通，两次之间至少间隔 ${limits.callbackSpacingMinutes} 分钟，或按诉求人约定的时间`;
  return `${why}，请于 ${exactTime(from)} 后再回访。已填写的内容不会丢失；诉求人主动来电的，请勾选“诉求人主动来电”。`;
};

/** A later time that the citizen asked for: ahead, not at night, within `latest` (epoch ms). @returns what is wrong, or null */
export function appointmentFault(
  at: number,
  now: number,
  latest: number,
  quietHours: QuietHours,
): string | null {
  if (at <= now) return '约定的回访时间应晚于现在。';
  if (isQuiet(at, quietHours)) return `每日 ${sayQuietHours(quietHours)} 不回访诉求人，请另约时间。`;
  return at > latest ? `约定的回访时间最迟为 ${exactTime(latest)}，请与诉求人另约。` : null;
}

export type CallbackAnswers = {
  reached: 'yes' | 'no' | 'published';
  contacted?: string | undefined;
  solved?: string | undefined;
  satisfaction?: string | undefined;
  note?: string | undefined;
};

/** Q-E2, G-E4: dissatisfied, or not solved though the citizen is polite about it, is looked into. */
export function needsVerification({ solved, satisfaction }: CallbackAnswers): boolean {
  return satisfaction === 'dissatisfied' || satisfaction === 'very_dissatisfied' || solved === 'not';
}

/** G-E3: whoever is reached is asked all of it; what is missing, by field. */
export function missingAnswers(answers: CallbackAnswers): Record<string, string> {
  if (answers.reached !== 'yes') return {};
  const missing: Record<string, string> = {};
  if (!answers.contacted) missing.contacted = '请选择承办单位是否联系过诉求人。';
  if (!answers.solved) missing.solved = '请选择问题是否解决。';
  if (!answers.satisfaction) missing.satisfaction = '请选择诉求人是否满意。';
  if (needsVerification(answers) && !answers.note) missing.note = '未解决或不满意的，请写明原因。';
  return missing;
}

/**
 * Where a call-back leads (C-E1): what needs verification goes there, anything else told ends the case, nobody
 * reached stays until the attempts of the policy are used up.
 */
export function afterCallback(
  answers: CallbackAnswers,
  failedBefore: number,
  allowedAttempts: number,
): { to: Extract<CaseStatus, 'closed' | 'verifying' | 'callback'>; outcome: string | null } {
  if (answers.reached === 'no') {
    return failedBefore + 1 >= allowedAttempts
      ? { to: 'closed', outcome: 'unreachable' }
      : { to: 'callback', outcome: null };
  }
  if (answers.reached === 'published') return { to: 'closed', outcome: 'published' };
  return needsVerification(answers)
    ? { to: 'verifying', outcome: null }
    : { to: 'closed', outcome: 'satisfied' };
}
