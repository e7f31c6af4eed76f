import { CASE_STATUS, type CaseStatus } from '../cases/states.ts';
import type { Guard } from './facts.ts';

/** What decides whether a case may be the main one of others. */
export type Main = {
  id: number;
  number: string;
  status: CaseStatus;
  /** The number of the case that it has been merged into itself; null where it stands alone. */
  mergedInto: string | null;
  urgent: number;
  emergency: number;
};

/** What is merged into it. */
export type Part = Pick<Main, 'id' | 'urgent' | 'emergency'>;

/** Before the reply is checked: what is merged later would never hear of it. */
const MAY_BE_MAIN: ReadonlySet<CaseStatus> = new Set(['received', 'accepted', 'dispatched', 'replied']);

/** Whether others may be merged into a case in this state. */
export function mayBeMain(status: CaseStatus): boolean {
  return MAY_BE_MAIN.has(status);
}

/**
 * 并案: the main case is another one, open, not part of a third one, still to be answered, and no less pressing
 * (Q-A5, Q-A6): nobody would hurry or be phoned for what was merged. @returns what is wrong, or null
 */
export function mainFault(main: Main | null, part: Part): string | null {
  if (!main) return '没有找到这个编号的工单，请核对主工单编号。';
  const { number, status, mergedInto } = main;
  if (main.id === part.id) return '不能并入工单本身，请填写另一个工单的编号。';
  if (mergedInto !== null) return `工单 ${number} 已并入工单 ${mergedInto}，请改填 ${mergedInto}。`;
  if (mayBeMain(status)) return lessPressing(main, part);
  const why = `工单 ${number} 目前${CASE_STATUS[status].name}，不能作为主工单。`;
  if (status === 'suspended') return `${why}请待其恢复办理后再并案，或点“关联工单”。`;
  if (!CASE_STATUS[status].open) return `${why}请点“关联工单”说明关系，本工单照常办理。`;
  return `${why}主工单的答复已经审核，请点“关联工单”，本工单照常办理。`;
}

/** What is answered already needs no hurry any more. */
function lessPressing({ number, status, urgent, emergency }: Main, part: Part): string | null {
  if (status === 'replied') return null;
  if (part.emergency > emergency)
    return `本工单是突发事件，工单 ${number} 不是，并入后不再按突发事件办理。请先在工单 ${number} 点“转为突发事件”，再并案。`;
  return part.urgent > urgent
    ? `本工单是紧急诉求，工单 ${number} 不是，并入后不再按紧急时限办理。请先在工单 ${number} 点“转为紧急”，再并案。`
    : null;
}

/** Q-E4: an order stays with the case that it names. */
export const mergedNotUnderSupervision: Guard = ({ supervision }) =>
  supervision ? '本工单正在督办，不能并入其他工单。请先解除或撤销督办，或把另一件工单并入本工单。' : null;
