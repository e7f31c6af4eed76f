import type { CaseStatus } from '../cases/lifecycle.ts';
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
  solved?: string | undefined;
  satisfaction?: string | undefined;
};

/**
 * Where a call-back leads (Q-E2, C-E1): dissatisfied goes to verification, anything else told ends the case,
 * nobody reached stays until the attempts of the policy are used up.
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
  const dissatisfied =
    answers.satisfaction === 'dissatisfied' || answers.satisfaction === 'very_dissatisfied';
  return dissatisfied ? { to: 'verifying', outcome: null } : { to: 'closed', outcome: 'satisfied' };
}
