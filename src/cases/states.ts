/** The states, roles and clocks of domain.md, with the words that people read. */

export type CaseStatus =
  | 'received'
  | 'rejected'
  | 'answered'
  | 'accepted'
  | 'dispatched'
  | 'replied'
  | 'callback'
  | 'verifying'
  | 'closed'
  | 'archived'
  | 'withdrawn'
  | 'merged'
  | 'suspended';

export type AssignmentStatus =
  | 'unsigned'
  | 'signed'
  | 'reviewing'
  | 'replied'
  | 'returning'
  | 'returned'
  | 'withdrawn';

export type AssignmentRole = 'lead' | 'assist' | 'fallback';

export type ClockKind =
  | 'accept'
  | 'withdrawal'
  | 'dispatch'
  | 'sign'
  | 'return'
  | 'first_contact'
  | 'reply'
  | 'callback'
  | 'verify'
  | 'supervision'
  | 'review';

/** `open`: something is still to come. */
export const CASE_STATUS: Record<CaseStatus, { name: string; open: boolean }> = {
  received: { name: '待受理', open: true },
  rejected: { name: '不予受理', open: false },
  answered: { name: '已答复', open: true },
  accepted: { name: '待派单', open: true },
  dispatched: { name: '办理中', open: true },
  replied: { name: '待审核', open: true },
  callback: { name: '待回访', open: true },
  verifying: { name: '待核实', open: true },
  closed: { name: '已办结', open: false },
  archived: { name: '已归档', open: false },
  withdrawn: { name: '已撤诉', open: false },
  // Waits for its main case, and then has its own call-back.
  merged: { name: '已并案', open: true },
  suspended: { name: '挂账', open: true },
};

export const ASSIGNMENT_STATUS: Record<AssignmentStatus, { name: string; open: boolean }> = {
  unsigned: { name: '待签收', open: true },
  signed: { name: '办理中', open: true },
  reviewing: { name: '待领导审核', open: true },
  replied: { name: '已答复', open: false },
  returning: { name: '退件待审', open: true },
  returned: { name: '已退件', open: false },
  withdrawn: { name: '已收回', open: false },
};

/** What a clock is called: within the limit to sign an outside unit is sent its letter (Q-B5). */
export function clockName(kind: ClockKind, external = false): string {
  return external && kind === 'sign' ? '发函' : CLOCKS[kind].name;
}

/** What the state is called: an outside unit gets a letter where others sign (Q-B5). */
export function stateOf({ status, external }: { status: AssignmentStatus; external: number }): string {
  if (external === 1 && status === 'unsigned') return '待发函';
  if (external === 1 && status === 'signed') return '已发函';
  return ASSIGNMENT_STATUS[status].name;
}

export const ASSIGNMENT_ROLE: Record<AssignmentRole, string> = {
  lead: '牵头',
  assist: '协办',
  fallback: '兜底',
};

/** `duty`: somebody is late when it runs out; otherwise it closes a right. `of`: what it belongs to. */
export const CLOCKS: Record<ClockKind, { name: string; duty: boolean; of: 'case' | 'assignment' }> = {
  accept: { name: '受理', duty: true, of: 'case' },
  withdrawal: { name: '撤诉', duty: false, of: 'case' },
  dispatch: { name: '派单', duty: true, of: 'case' },
  sign: { name: '签收', duty: true, of: 'assignment' },
  return: { name: '退件', duty: false, of: 'assignment' },
  first_contact: { name: '首次联系', duty: true, of: 'assignment' },
  reply: { name: '答复', duty: true, of: 'assignment' },
  callback: { name: '回访', duty: true, of: 'case' },
  verify: { name: '核实', duty: true, of: 'case' },
  supervision: { name: '督办', duty: true, of: 'case' },
  review: { name: '挂账复核', duty: true, of: 'case' },
};
