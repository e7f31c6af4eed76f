import type { Role } from '../people/roles.ts';
import { approverIsNotAsker, judgeIsNotAsker } from '../rules/approval.ts';
import { assistsHaveReplied } from '../rules/assisting-replies.ts';
import { notOwnHandling, publishedOnlyWithoutContact } from '../rules/call-back.ts';
import { citizenIsTold } from '../rules/citizen-told.ts';
import type { Guard } from '../rules/facts.ts';
import { firstContactMade } from '../rules/first-contact.ts';
import { callerIsToldOfRejection } from '../rules/rejection.ts';
import { returnInTime } from '../rules/return.ts';

/*
 * The life of a case and of an assignment (domain.md "The life of a case"), as data.
 * Pages draw their buttons from these tables and perform.ts enforces them: read this file first.
 */

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
  | 'archived';

export type AssignmentStatus =
  | 'unsigned'
  | 'signed'
  | 'reviewing'
  | 'replied'
  | 'returning'
  | 'returned'
  | 'withdrawn';

export type AssignmentRole = 'lead' | 'assist' | 'fallback';

export type ClockKind = 'accept' | 'dispatch' | 'sign' | 'return' | 'first_contact' | 'reply' | 'callback';

/** What a person may be toward one case: a role, who took it, whose section handles it, or the system itself. */
export type Hat = Role | 'first_operator' | 'section_handler' | 'system';

export type Effect =
  | { start: ClockKind }
  | { meet: ClockKind }
  | { reopen: ClockKind }
  | { stop: ClockKind }
  /** Nobody leads the case any more. */
  | { clear: 'lead' }
  /** An act of the system on the case (only when the assignment that moved is the lead's). */
  | { caseAct: string }
  /** An act of the system on the case's assignments: the lead's, or every one still open. */
  | { assignmentAct: string; of: 'lead' | 'open' };

export type Transition<Status extends string> = {
  act: string;
  /** The verb on the button. */
  label: string;
  /** What the timeline says was done. */
  done: string;
  from: readonly Status[];
  /** Several: the form decides which (see the act's own file). Empty: the status stays. */
  to: readonly Status[];
  by: readonly Hat[];
  /** Never the first thing to do: stands behind 更多. */
  rare?: true;
  /** Assignments only: which of them has this act; both where it is not said. */
  only?: 'lead' | 'assist';
  guards: readonly Guard[];
  effects: readonly Effect[];
};

const OPEN_CASE = ['received', 'accepted', 'dispatched', 'replied', 'callback', 'verifying'] as const;
const HOTLINE = ['first_operator', 'dispatcher', 'callback_clerk', 'supervisor'] as const;
const AGENCY = ['handler', 'agency_leader'] as const;

export const CASE_LIFE: readonly Transition<CaseStatus>[] = [
  {
    act: 'accept',
    label: '受理',
    done: '受理',
    from: ['received'],
    to: ['accepted'],
    by: ['first_operator', 'dispatcher'],
    guards: [],
    effects: [{ meet: 'accept' }, { start: 'dispatch' }],
  },
  {
    act: 'answer',
    label: '当场答复',
    done: '当场答复',
    from: ['received'],
    to: ['answered'],
    by: ['first_operator', 'dispatcher'],
    guards: [],
    effects: [{ meet: 'accept' }, { caseAct: 'close' }],
  },
  {
    act: 'reject',
    label: '不予受理',
    done: '不予受理',
    from: ['received'],
    to: ['rejected'],
    by: ['first_operator', 'dispatcher'],
    guards: [callerIsToldOfRejection],
    effects: [{ meet: 'accept' }],
  },
  {
    act: 'close',
    label: '办结',
    done: '办结',
    from: ['answered'],
    to: ['closed'],
    by: ['system'],
    guards: [],
    effects: [],
  },
  {
    act: 'dispatch',
    label: '派单',
    done: '派单',
    from: ['accepted'],
    to: ['dispatched'],
    by: ['dispatcher'],
    guards: [],
    effects: [{ meet: 'dispatch' }],
  },
  {
    act: 'take_back',
    label: '收回重派',
    done: '退件获准，收回重派',
    from: ['dispatched'],
    to: ['accepted'],
    by: ['system'],
    guards: [],
    effects: [{ start: 'dispatch' }, { assignmentAct: 'withdraw', of: 'open' }, { clear: 'lead' }],
  },
  {
    act: 'recall',
    label: '收回重派',
    done: '收回重派',
    from: ['dispatched'],
    to: ['accepted'],
    by: ['dispatcher', 'supervisor'],
    rare: true,
    guards: [],
    effects: [{ start: 'dispatch' }, { assignmentAct: 'withdraw', of: 'open' }, { clear: 'lead' }],
  },
  {
    act: 'receive_reply',
    label: '收到答复',
    done: '收到牵头单位答复',
    from: ['dispatched'],
    to: ['replied'],
    by: ['system'],
    guards: [],
    effects: [{ start: 'callback' }],
  },
  {
    act: 'pass',
    label: '审核通过',
    done: '答复审核通过，转回访',
    from: ['replied'],
    to: ['callback'],
    by: ['dispatcher', 'supervisor'],
    guards: [],
    effects: [],
  },
  {
    act: 'send_back',
    label: '退回补充',
    done: '答复退回承办单位补充',
    from: ['replied'],
    to: ['dispatched'],
    by: ['dispatcher', 'supervisor'],
    guards: [],
    effects: [{ stop: 'callback' }, { assignmentAct: 'reopen', of: 'lead' }],
  },
  {
    act: 'call_back',
    label: '登记回访',
    done: '回访',
    from: ['callback'],
    to: ['closed', 'verifying', 'callback'],
    by: ['callback_clerk', 'first_operator'],
    guards: [notOwnHandling, publishedOnlyWithoutContact],
    effects: [{ meet: 'callback' }],
  },
  {
    act: 'verify',
    label: '登记核实',
    done: '核实',
    from: ['verifying'],
    to: ['closed', 'dispatched'],
    by: ['callback_clerk', 'supervisor'],
    guards: [notOwnHandling],
    effects: [],
  },
  {
    act: 'archive',
    label: '归档',
    done: '归档',
    from: ['closed', 'rejected'],
    to: ['archived'],
    by: ['supervisor'],
    guards: [],
    effects: [],
  },
  {
    act: 'correct',
    label: '更正登记',
    done: '更正登记内容',
    from: ['received', 'accepted'],
    to: [],
    by: ['first_operator', 'dispatcher'],
    guards: [],
    effects: [],
  },
  {
    act: 'note',
    label: '加备注',
    done: '备注',
    from: OPEN_CASE,
    to: [],
    by: [...HOTLINE, ...AGENCY, 'section_handler'],
    guards: [],
    effects: [],
  },
  {
    act: 'call',
    label: '登记通话',
    done: '通话记录',
    from: OPEN_CASE,
    to: [],
    by: HOTLINE,
    guards: [],
    effects: [],
  },
];

export const ASSIGNMENT_LIFE: readonly Transition<AssignmentStatus>[] = [
  {
    act: 'sign',
    label: '签收',
    done: '签收',
    from: ['unsigned'],
    to: ['signed'],
    by: AGENCY,
    guards: [],
    effects: [{ meet: 'sign' }, { start: 'return' }, { start: 'first_contact' }],
  },
  {
    act: 'contact',
    label: '登记首次联系',
    done: '联系诉求人',
    from: ['signed'],
    to: [],
    by: [...AGENCY, 'section_handler'],
    only: 'lead',
    guards: [],
    effects: [{ meet: 'first_contact' }],
  },
  {
    act: 'submit',
    label: '提交答复',
    done: '提交答复，待分管领导审核',
    from: ['signed'],
    to: ['reviewing'],
    by: ['handler', 'section_handler'],
    only: 'lead',
    guards: [firstContactMade, assistsHaveReplied, citizenIsTold],
    effects: [],
  },
  {
    act: 'advise',
    label: '提交协办意见',
    done: '提交协办意见，待分管领导审核',
    from: ['signed'],
    to: ['reviewing'],
    by: ['handler', 'section_handler'],
    only: 'assist',
    guards: [],
    effects: [],
  },
  {
    act: 'approve',
    label: '同意答复',
    done: '分管领导同意答复',
    from: ['reviewing'],
    to: ['replied'],
    by: ['agency_leader'],
    guards: [approverIsNotAsker],
    effects: [{ meet: 'reply' }, { caseAct: 'receive_reply' }],
  },
  {
    act: 'disapprove',
    label: '退回修改',
    done: '分管领导退回修改',
    from: ['reviewing'],
    to: ['signed'],
    by: ['agency_leader'],
    guards: [],
    effects: [],
  },
  {
    act: 'ask_return',
    label: '申请退件',
    done: '申请退件',
    from: ['signed'],
    to: ['returning'],
    by: AGENCY,
    guards: [returnInTime],
    effects: [],
  },
  {
    act: 'grant_return',
    label: '同意退件',
    done: '同意退件',
    from: ['returning'],
    to: ['returned'],
    by: ['dispatcher'],
    guards: [judgeIsNotAsker],
    effects: [{ caseAct: 'take_back' }],
  },
  {
    act: 'refuse_return',
    label: '不同意退件',
    done: '不同意退件',
    from: ['returning'],
    to: ['signed'],
    by: ['dispatcher'],
    guards: [judgeIsNotAsker],
    effects: [],
  },
  {
    act: 'waive',
    label: '免除协办',
    done: '免除协办意见',
    from: ['unsigned', 'signed', 'reviewing', 'returning'],
    to: ['withdrawn'],
    by: ['dispatcher', 'supervisor'],
    rare: true,
    only: 'assist',
    guards: [],
    effects: [],
  },
  {
    act: 'reopen',
    label: '退回补充',
    done: '答复退回，继续办理',
    from: ['replied'],
    to: ['signed'],
    by: ['system'],
    guards: [],
    effects: [{ reopen: 'reply' }],
  },
  {
    act: 'withdraw',
    label: '撤回',
    done: '热线收回派单',
    from: ['unsigned', 'signed', 'reviewing', 'returning', 'replied'],
    to: ['withdrawn'],
    by: ['system'],
    guards: [],
    effects: [],
  },
];

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

export const ASSIGNMENT_ROLE: Record<AssignmentRole, string> = {
  lead: '牵头',
  assist: '协办',
  fallback: '兜底',
};

export const CLOCKS: Record<ClockKind, { name: string; duty: boolean }> = {
  accept: { name: '受理', duty: true },
  dispatch: { name: '派单', duty: true },
  sign: { name: '签收', duty: true },
  // Closes a right; nobody is late when it runs out.
  return: { name: '退件', duty: false },
  first_contact: { name: '首次联系', duty: true },
  reply: { name: '答复', duty: true },
  callback: { name: '回访', duty: true },
};
