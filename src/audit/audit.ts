import type { Db } from '../db/open.ts';
import { prepared, q, run, transact } from '../db/query.ts';
import { type Actor, signature } from '../people/actor.ts';
import { chainHash } from './chain.ts';

/** What the audit log knows of; the page names them in Chinese. */
export const AUDITED = {
  login: '登录',
  login_failed: '登录失败',
  locked: '账号锁定',
  logout: '退出',
  password_changed: '修改密码',
  secrecy_accepted: '签署保密承诺',
  user_created: '新建人员',
  user_changed: '修改人员',
  user_disabled: '停用人员',
  user_enabled: '启用人员',
  password_reset: '重置密码',
  unlocked: '解锁账号',
  roles_granted: '调整岗位',
  agency_created: '新建单位',
  agency_changed: '修改单位',
  agencies_imported: '导入单位',
  item_created: '新建便民服务事项',
  item_changed: '修改便民服务事项',
  items_imported: '导入便民服务事项',
  tree_changed: '修改分类或区域',
  tree_imported: '导入分类或区域',
  calendar_added: '录入工作日历',
  calendar_changed: '更改工作日历',
  policy_changed: '修改设置',
  gateway_created: '新建网关',
  gateway_changed: '修改网关',
  gateway_deleted: '删除网关',
  gateway_tested: '测试网关',
  cases_imported: '导入工单',
  export_downloaded: '下载导出文件',
  phone_revealed: '查看号码',
  case_printed: '打印工单',
  supervision_printed: '打印督办单',
  letter_printed: '打印函件',
  attachments_downloaded: '下载全部附件',
  attachment_opened: '打开附件',
  message_resent: '重新发送消息',
  message_cancelled: '取消消息',
  message_phoned: '登记电话通知',
  personal_data_masked: '抹去个人信息',
  ballast_released: '释放预留空间',
  set_up: '初始化',
  backup_made: '立即备份',
  backup_failed: '备份未成功',
  drill_begun: '立即演练',
  audit_noted: '批注日志',
  audit_exported: '导出日志',
  audit_checked: '立即核对',
  audit_cut: '清理到期日志',
  // The line by which a restored file says so itself: the audit check relies on its name (heads.ts).
  backup_restored: '恢复备份',
  backup_downloaded: '下载备份',
  backup_download_failed: '下载备份未成功',
} as const;

export type Audited = keyof typeof AUDITED;

/**
 * Writes one line of the audit log, inside the caller's transaction where there is one.
 * `detail` never holds personal data: it is read by the auditor, who sees no case content.
 */
export function audit(
  db: Db,
  entry: {
    at: number;
    actor: Actor | null;
    /** For log-ins that failed: the account's login, never what was typed. */
    who?: string;
    act: Audited;
    subject?: string;
    detail?: Record<string, unknown>;
    ip?: string;
  },
): void {
  transact(db, () => {
    const last = prepared(db, LAST).get() as Head | undefined;
    const line = {
      id: (last?.id ?? 0) + 1,
      at: entry.at,
      user_id: entry.actor?.id ?? null,
      who: entry.actor ? signature(entry.actor) : (entry.who ?? '系统'),
      act: entry.act,
      subject: entry.subject ?? '',
      detail: JSON.stringify(entry.detail ?? {}),
      ip: entry.ip ?? '',
    };
    run(db, q.insertInto('audit_log').values({ ...line, hash: chainHash(last?.hash ?? null, line) }));
  });
}

type Head = { id: number; hash: Buffer };

/** What is cut off is old: the newest line always stands. */
const LAST = 'SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1';
