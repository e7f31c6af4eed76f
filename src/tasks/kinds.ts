import type { Role } from '../people/roles.ts';

/**
 * What somebody still has to do beside the case's own course. `urgent`: stands on the duty screen (值班台) until it is
 * on record who did it. `act`: what puts that on record. `by`: whose list it stands on, beside the person it is meant for.
 */
export const TASKS = {
  must_phone: {
    name: '电话通知承办单位',
    urgent: true,
    act: 'phone_told',
    by: ['operator', 'dispatcher', 'supervisor'],
  },
  emergency_contact: {
    name: '通知应急联系人',
    urgent: true,
    act: 'contact_told',
    by: ['operator', 'dispatcher', 'supervisor'],
  },
  owe_answer: { name: '欠答复', urgent: false, act: 'answer', by: ['supervisor'] },
  tell_extension: { name: '告知诉求人延期', urgent: false, act: 'tell_extension', by: [] },
  relay_extension: {
    name: '向诉求人转告延期',
    urgent: false,
    act: 'relay_extension',
    by: ['dispatcher', 'supervisor'],
  },
  apology: { name: '当面致歉', urgent: false, act: 'fulfil', by: [] },
  no_fee: { name: '再次上门不收费', urgent: false, act: 'fulfil', by: [] },
  overlap: { name: '处理职责交叉', urgent: false, act: 'settle_overlap', by: ['dispatcher'] },
  spot_check: { name: '抽查', urgent: false, act: 'spot_check', by: [] },
} as const satisfies Record<string, { name: string; urgent: boolean; act: string; by: readonly Role[] }>;

export type TaskKind = keyof typeof TASKS;

export const TASK_KINDS = Object.keys(TASKS) as readonly TaskKind[];
