import { AUDITED, type Audited } from './audit.ts';

/** Acts that belong together, for whoever looks for one. */
const GROUPS: readonly (readonly [title: string, acts: readonly Audited[]])[] = [
  [
    '登录和密码',
    [
      'login',
      'login_failed',
      'locked',
      'unlocked',
      'logout',
      'password_changed',
      'password_reset',
      'secrecy_accepted',
    ],
  ],
  [
    '查看、打印和导出',
    [
      'phone_revealed',
      'attachment_opened',
      'attachments_downloaded',
      'case_printed',
      'supervision_printed',
      'letter_printed',
      'export_downloaded',
    ],
  ],
  ['人员和岗位', ['user_created', 'user_changed', 'user_disabled', 'user_enabled', 'roles_granted']],
  [
    '备份和数据',
    [
      'backup_made',
      'backup_failed',
      'backup_downloaded',
      'backup_download_failed',
      'backup_restored',
      'drill_begun',
      'personal_data_masked',
      'ballast_released',
    ],
  ],
  [
    '设置和清单',
    [
      'set_up',
      'policy_changed',
      'calendar_added',
      'calendar_changed',
      'agency_created',
      'agency_changed',
      'agencies_imported',
      'item_created',
      'item_changed',
      'items_imported',
      'tree_changed',
      'tree_imported',
      'gateway_created',
      'gateway_changed',
      'gateway_tested',
      'gateway_deleted',
    ],
  ],
  ['工单和消息', ['cases_imported', 'message_resent', 'message_cancelled', 'message_phoned']],
  ['操作日志', ['audit_checked', 'audit_noted', 'audit_exported', 'audit_cut']],
];

/** Every act once, under its heading; what has none comes last. */
export function actGroups(): { title: string; acts: Audited[] }[] {
  const named = new Set(GROUPS.flatMap(([, acts]) => acts));
  const others = (Object.keys(AUDITED) as Audited[]).filter((act) => !named.has(act));
  return [
    ...GROUPS.map(([title, acts]) => ({ title, acts: [...acts] })),
    ...(others.length > 0 ? [{ title: '其他', acts: others }] : []),
  ];
}
