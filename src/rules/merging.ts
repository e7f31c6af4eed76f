import { CASE_STATUS, type CaseStatus } from '../cases/states.ts';

/** What decides whether a case may be the main one of others. */
export type Main = {
  id: number;
  number: string;
  status: CaseStatus;
  /** The number of the case that it has been merged into itself; null where it stands alone. */
  mergedInto: string | null;
};

/** Before the reply is checked: what is merged later would never hear of it. */
const MAY_BE_MAIN: ReadonlySet<CaseStatus> = new Set(['received', 'accepted', 'dispatched', 'replied']);

/** Whether others may be merged into a case in this state. */
export function mayBeMain(status: CaseStatus): boolean {
  return MAY_BE_MAIN.has(status);
}

/** 并案: the main case is another one, open, not part of a third one, and still to be answered. @returns what is wrong, or null */
export function mainFault(main: Main | null, caseId: number): string | null {
  if (!main) return '没有找到这个编号的工单，请核对主工单编号。';
  const { number, status, mergedInto } = main;
  if (main.id === caseId) return '不能并入工单本身，请填写另一个工单的编号。';
  if (mergedInto !== null) return `工单 ${number} 已并入工单 ${mergedInto}，请改填 ${mergedInto}。`;
  if (mayBeMain(status)) return null;
  const why = `工单 ${number} 目前${CASE_STATUS[status].name}，不能作为主工单。`;
  if (status === 'suspended') return `${why}请待其恢复办理后再并案，或点“关联工单”。`;
  if (!CASE_STATUS[status].open) return `${why}请点“关联工单”说明关系，本工单照常办理。`;
  return `${why}主工单的答复已经审核，请点“关联工单”，本工单照常办理。`;
}
