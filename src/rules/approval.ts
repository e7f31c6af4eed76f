import type { Guard } from './facts.ts';

/** Q-D5, domain.md "Who": whoever asks does not approve. */
export const approverIsNotAsker: Guard = ({ actorId, assignment }) =>
  assignment?.submittedBy === actorId ? '答复由您本人提交，须由本单位另一位分管领导审核。' : null;
