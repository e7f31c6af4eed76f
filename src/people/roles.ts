/** The roles of domain.md "Who": one line each, in the order people see them. */
export const ROLES = {
  operator: {
    name: '话务员',
    side: 'hotline',
    does: '受理来电、答复、不予受理、登记通话、紧急工单电话通知、回访本人首接工单',
  },
  dispatcher: { name: '派单员', side: 'hotline', does: '受理、派单、审核退件、延期与答复、处理职责交叉' },
  callback_clerk: { name: '回访员', side: 'hotline', does: '回访诉求人、核实不满意工单' },
  supervisor: {
    name: '值班长',
    side: 'hotline',
    does: '查看全部工单、督办、催办、核实、重办、处理申诉、归档、导入历史工单',
  },
  inspector: { name: '质检员', side: 'hotline', does: '查看工单与通话记录' },
  editor: { name: '知识管理员', side: 'hotline', does: '维护知识库、整理待公开答复' },
  leader: { name: '领导', side: 'hotline', does: '查看办理情况总览和督办工单，作出批示' },
  handler: {
    name: '经办人',
    side: 'agency',
    does: '签收、联系诉求人、提交答复、申请退件和延期、报告职责交叉',
  },
  agency_leader: { name: '分管领导', side: 'agency', does: '审核本单位答复和延期、提交整改报告、申诉' },
  admin: { name: '系统管理员', side: 'system', does: '维护人员、单位与基础设置，不接触工单内容' },
  auditor: { name: '审计员', side: 'system', does: '查阅操作日志' },
} as const satisfies Record<string, { name: string; side: 'hotline' | 'agency' | 'system'; does: string }>;

export type Role = keyof typeof ROLES;

export const ALL_ROLES = Object.keys(ROLES) as readonly Role[];

export function isRole(value: string): value is Role {
  return Object.hasOwn(ROLES, value);
}

/**
 * Whether one person may hold these roles together (Q-M1): administrator and auditor stand alone,
 * business roles may be combined at a small site, agency roles need an agency.
 * @returns what is wrong, in Chinese, or null
 */
export function rolesConflict(roles: readonly Role[], agencyId: number | null): string | null {
  const sides = new Set(roles.map((role) => ROLES[role].side));
  if (roles.length === 0) return '请至少选择一个岗位。';
  if (sides.has('system') && roles.length > 1) return '系统管理员、审计员须由专人担任，不能兼任其他岗位。';
  if (sides.has('agency') && agencyId === null) return '经办人、分管领导须选择所属承办单位。';
  if (!sides.has('agency') && agencyId !== null)
    return '只有经办人、分管领导需要所属承办单位，请清空单位或更改岗位。';
  return null;
}
