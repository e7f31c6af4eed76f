/** Whom a reminder may go to; recipients.ts finds the people behind it. */
export const AUDIENCES = {
  handler: '经办人',
  agency_duty: '承办单位值班手机',
  agency_leader: '分管领导',
  first_operator: '首接话务员',
  dispatcher: '派单员',
  callback_clerk: '回访员',
  supervisor: '值班长',
  contact: '应急与上报联系人',
  citizen: '诉求人',
} as const;

export type Audience = keyof typeof AUDIENCES;

/** Those who hear of a case because their agency has it. */
export const OF_AGENCY: ReadonlySet<string> = new Set<Audience>(['handler', 'agency_duty', 'agency_leader']);
