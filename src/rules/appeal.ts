import type { Guard } from './facts.ts';

/** X-E1: what is already left out of assessment needs no appeal. */
export const notYetExempt: Guard = ({ openTasks }) =>
  openTasks.has('exempt') ? '该工单已不计入考核，无需再次提出。' : null;

/** X-E1, domain.md "Who": whoever asks or proposes does not approve. */
export const confirmedByAnother: Guard = ({ actorId, appeal }) => {
  if (appeal?.proposedBy === actorId) return '不计入考核由您本人提请，须由另一位值班长或派单员确认。';
  return appeal?.askedBy === actorId ? '申诉由您本人提出，须由另一位值班长或派单员确认。' : null;
};

/** X-E1: an archived case is read-only, so an appeal has to be decided before. */
export const noAppealOpen: Guard = ({ appeal }) =>
  appeal ? '申诉尚未处理完毕，不能归档。请先确认或驳回。' : null;
