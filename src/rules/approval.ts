import type { Guard } from './facts.ts';

/** Q-D5, domain.md "Who": whoever asks does not approve. */
export const approverIsNotAsker: Guard = ({ actorId, assignment }) =>
  assignment?.submittedBy === actorId ? '答复由您本人提交，须由本单位另一位分管领导审核。' : null;

/** domain.md "Who": a return that somebody asked for is judged by somebody else. */
export const judgeIsNotAsker: Guard = ({ actorId, returnAskedBy }) =>
  returnAskedBy === actorId ? '退件由您本人申请，须由另一位派单员审核。' : null;
