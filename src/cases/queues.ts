import { type Actor, hasRole } from '../people/actor.ts';
import type { Role } from '../people/roles.ts';
import type { Matter } from './matters.ts';
import type { AssignmentStatus, CaseStatus } from './states.ts';

/** What stands in a queue: cases in a state, an operator's own, what is late, or an agency's assignments in a state. */
export type QueueOf =
  | { cases: CaseStatus }
  | {
      assignments:
        | AssignmentStatus
        | { during: Extract<Matter, 'extension_asked' | 'extension_agreed' | 'external'> };
    }
  /** To be called back now, or not before a time that was agreed or has to pass; at night all of them wait (G-E2). */
  | { callbacks: 'now' | 'later' }
  | { suspended: true }
  /** Closed cases that were drawn to be looked at again. */
  | { spotChecks: true }
  | { own: true }
  | { open: true }
  | { overdue: true };

export type Queue = {
  key: string;
  label: string;
  group: string;
  roles: readonly Role[];
  of: QueueOf;
  /** Said where the queue is empty: what will appear here. */
  empty: string;
};

/** Every queue, one line of work each, in the order it stands in the navigation. */
export const QUEUES: readonly Queue[] = [
  {
    key: 'mine',
    label: '我的工单',
    group: '工单',
    roles: ['operator'],
    of: { own: true },
    empty: '您首接、尚未办结的工单会列在这里，一直跟到回访办结。按 F2 登记新来电。',
  },
  {
    key: 'to-accept',
    label: '待受理',
    group: '工单',
    roles: ['dispatcher', 'supervisor'],
    of: { cases: 'received' },
    empty: '话务员登记后尚未决定受理的诉求会列在这里。',
  },
  {
    key: 'to-dispatch',
    label: '待派单',
    group: '工单',
    roles: ['dispatcher', 'supervisor'],
    of: { cases: 'accepted' },
    empty: '已受理、等待派给承办单位的工单会列在这里。',
  },
  {
    key: 'returns',
    label: '退件待审',
    group: '工单',
    roles: ['dispatcher', 'supervisor'],
    of: { assignments: 'returning' },
    empty: '承办单位申请退件后会列在这里，由派单员审核。',
  },
  {
    key: 'extensions',
    label: '延期待审',
    group: '工单',
    roles: ['dispatcher'],
    of: { assignments: { during: 'extension_agreed' } },
    empty: '承办单位分管领导同意的延期申请会列在这里，由派单员审核。',
  },
  {
    key: 'external',
    label: '外部单位',
    group: '工单',
    roles: ['dispatcher', 'supervisor'],
    of: { assignments: { during: 'external' } },
    empty: '派给外部单位的工单会列在这里：先打印并登记发函，收到答复后录入。',
  },
  {
    key: 'to-check',
    label: '答复待审核',
    group: '工单',
    roles: ['dispatcher', 'supervisor'],
    of: { cases: 'replied' },
    empty: '承办单位答复后会列在这里，审核通过即转回访。',
  },
  {
    key: 'to-call',
    label: '待回访',
    group: '工单',
    roles: ['callback_clerk', 'supervisor'],
    of: { callbacks: 'now' },
    empty: '答复审核通过、现在可以回访诉求人的工单会列在这里。预约的和刚刚未接通的，到时间后列出。',
  },
  {
    key: 'call-later',
    label: '预约与稍后再拨',
    group: '工单',
    roles: ['callback_clerk', 'supervisor'],
    of: { callbacks: 'later' },
    empty: '诉求人预约了回访时间的、刚刚未接通需要间隔一段时间的，会列在这里；到时间后转入待回访。',
  },
  {
    key: 'to-verify',
    label: '待核实',
    group: '工单',
    roles: ['callback_clerk', 'supervisor'],
    of: { cases: 'verifying' },
    empty: '回访不满意、需要核实责任的工单会列在这里。',
  },
  {
    key: 'spot-checks',
    label: '待抽查',
    group: '工单',
    roles: ['callback_clerk', 'supervisor'],
    of: { spotChecks: true },
    empty: '已办结工单中抽中的、督办过的会列在这里，由未参与办理的人员抽查。',
  },
  {
    key: 'suspended',
    label: '挂账台账',
    group: '工单',
    roles: ['supervisor', 'dispatcher'],
    of: { suspended: true },
    empty: '暂时不能解决、约定日期复核的工单会列在这里，按复核日期排列。挂账从工单页的“更多”办理。',
  },
  {
    key: 'overdue',
    label: '超期工单',
    group: '工单',
    roles: ['supervisor', 'dispatcher'],
    of: { overdue: true },
    empty: '目前没有超过时限的工单。',
  },
  {
    key: 'open',
    label: '全部在办',
    group: '工单',
    roles: ['supervisor', 'dispatcher', 'inspector'],
    of: { open: true },
    empty: '尚未办结的工单会列在这里。',
  },
  {
    key: 'to-sign',
    label: '待签收',
    group: '承办',
    roles: ['handler', 'agency_leader'],
    of: { assignments: 'unsigned' },
    empty: '热线派来的新工单会列在这里，请在时限内签收。',
  },
  {
    key: 'handling',
    label: '办理中',
    group: '承办',
    roles: ['handler', 'agency_leader'],
    of: { assignments: 'signed' },
    empty: '已签收、正在办理的工单会列在这里。',
  },
  {
    key: 'to-approve',
    label: '待领导审核',
    group: '承办',
    roles: ['agency_leader', 'handler'],
    of: { assignments: 'reviewing' },
    empty: '经办人提交的答复会列在这里，由分管领导审核。',
  },
  {
    key: 'our-extensions',
    label: '延期待审',
    group: '承办',
    roles: ['agency_leader'],
    of: { assignments: { during: 'extension_asked' } },
    empty: '经办人申请的延期会列在这里，由分管领导审核。',
  },
  {
    key: 'our-returns',
    label: '退件待审',
    group: '承办',
    roles: ['handler', 'agency_leader'],
    of: { assignments: 'returning' },
    empty: '本单位申请退件、等待热线审核的工单会列在这里。',
  },
];

export function queuesOf(actor: Actor): readonly Queue[] {
  return QUEUES.filter((queue) => hasRole(actor, ...queue.roles));
}
