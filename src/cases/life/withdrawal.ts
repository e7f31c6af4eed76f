import {
  notUnderSupervision,
  notYetAnswered,
  withdrawalInTime,
  withdrawalIsPast,
} from '../../rules/withdrawal.ts';
import type { CaseStatus } from '../states.ts';
import type { Transition } from './transition.ts';

/** Once the agency has answered nothing is left to withdraw: the citizen says so when called back. */
const BEFORE_REPLY: readonly CaseStatus[] = ['received', 'accepted', 'dispatched', 'suspended', 'merged'];

/** The citizen takes the request back (Q-A4); a supervisor takes a rejection back (Q-A3). */
export const WITHDRAWAL: readonly Transition<CaseStatus>[] = [
  {
    act: 'withdraw_case',
    label: '登记撤诉',
    done: '诉求人撤诉',
    from: BEFORE_REPLY,
    to: ['withdrawn'],
    by: ['first_operator', 'dispatcher', 'supervisor'],
    rare: true,
    guards: [notYetAnswered, withdrawalInTime, notUnderSupervision],
    effects: [{ assignmentAct: 'withdraw', of: 'open' }],
  },
  {
    act: 'withdraw_late',
    label: '特批撤诉',
    done: '特批撤诉',
    from: BEFORE_REPLY,
    to: ['withdrawn'],
    by: ['supervisor'],
    rare: true,
    guards: [notYetAnswered, withdrawalIsPast, notUnderSupervision],
    effects: [{ assignmentAct: 'withdraw', of: 'open' }],
  },
  {
    act: 'overrule',
    label: '撤销不予受理',
    done: '撤销不予受理，予以受理',
    from: ['rejected'],
    to: ['accepted'],
    by: ['supervisor'],
    rare: true,
    guards: [],
    effects: [{ start: 'dispatch' }, { start: 'withdrawal' }],
  },
];
