/**
 * What somebody still has to do beside the case's own course. `urgent`: stands on the duty screen (值班台) until it is
 * on record who did it.
 */
export const TASKS = {
  must_phone: { name: '电话通知承办单位', urgent: true },
  emergency_contact: { name: '通知应急联系人', urgent: true },
  owe_answer: { name: '欠答复', urgent: false },
  tell_extension: { name: '告知诉求人延期', urgent: false },
  apology: { name: '当面致歉', urgent: false },
  no_fee: { name: '再次上门不收费', urgent: false },
  overlap: { name: '处理职责交叉', urgent: false },
  spot_check: { name: '抽查', urgent: false },
} as const satisfies Record<string, { name: string; urgent: boolean }>;

export type TaskKind = keyof typeof TASKS;
