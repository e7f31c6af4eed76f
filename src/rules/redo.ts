import type { Guard } from './facts.ts';

/** Q-E2: it goes back to whoever answered it. */
export const somebodyHandledIt: Guard = ({ handling }) =>
  handling ? null : '该工单没有派给过承办单位，无从重办。如诉求人仍有异议，请登记新工单并关联本工单。';

/** G-E4: what the agency owes the citizen comes before the new answer. */
export const owesNothing: Guard = ({ openTasks }) => {
  if (openTasks.has('apology')) return '重办要求向诉求人致歉，尚未登记。请先点“登记致歉或免费”，再提交答复。';
  return openTasks.has('no_fee')
    ? '重办要求再次上门不收费，尚未登记。请先点“登记致歉或免费”，再提交答复。'
    : null;
};

/** Q-E2: the redo that puts the case under supervision; and every later one where no order stands open. */
export function forcesSupervision(redo: number, limits: { redosToSupervision: number }): boolean {
  return redo >= limits.redosToSupervision;
}
