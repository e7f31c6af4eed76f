import type { CaseStatus } from '../cases/states.ts';
import type { Guard } from './facts.ts';

/** domain.md "Who": a call-back or verification is never done by someone who handled the case. */
export const notOwnHandling: Guard = ({ actorId, handledBy }) =>
  handledBy.has(actorId) ? '您参与过该工单的办理，须由其他人员回访和核实。' : null;

/** C-E1: nobody is skipped who left a number; without one the published reply is the result. */
export const publishedOnlyWithoutContact: Guard = ({ case: given, input }) =>
  input?.reached === 'published' && !given.anonymous && given.hasContact
    ? '诉求人留有联系方式，须电话回访，不能以“已公开答复”办结。'
    : null;

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
