import type { Guard } from './facts.ts';

/** Q-A3: the caller is told that the matter is not accepted; only who left no number cannot be. */
export const callerIsToldOfRejection: Guard = ({ case: given, input }) =>
  input?.told === 'cannot' && given.hasContact ? '诉求人留有联系电话，须告知本人，请改选告知方式。' : null;
