import type { NavItem } from '../../views/ui/index.ts';
import { APPEAL_JUDGES } from '../appeals/roles.ts';
import { queuesOf } from '../cases/queues.ts';
import { CASE_READERS } from '../cases/visible.ts';
import { DUTY_ROLES } from '../duty/roles.ts';
import { YEAR_READERS } from '../keeping/roles.ts';
import { CALLERS, OUTBOX_READERS } from '../outbox/roles.ts';
import { type Actor, hasRole } from '../people/actor.ts';
import type { Role } from '../people/roles.ts';
import { PUBLISHERS } from '../publications/roles.ts';
import { LEDGER_READERS } from '../supervision/roles.ts';

type Place = { href: string; label: string; group: string; roles: readonly Role[] };

/** Pages that are not queues; queues come from src/cases/queues.ts. */
const PLACES: readonly Place[] = [
  // What needs the administrator stands there: their first page.
  { href: '/health/page', label: '运行状况', group: '管理', roles: ['admin'] },
  { href: '/duty', label: '值班台', group: '值班', roles: DUTY_ROLES },
  { href: '/tasks', label: '我的待办', group: '值班', roles: DUTY_ROLES },
  { href: '/call-list', label: '电话通知单', group: '值班', roles: CALLERS },
  { href: '/inbound', label: '来信短信', group: '值班', roles: CALLERS },
  { href: '/overview', label: '办理总览', group: '查询', roles: ['leader', 'supervisor', 'dispatcher'] },
  {
    href: '/search',
    label: '工单检索',
    group: '查询',
    roles: CASE_READERS,
  },
  { href: '/supervision', label: '督办台账', group: '查询', roles: LEDGER_READERS },
  { href: '/appeals', label: '申诉与免考核', group: '查询', roles: APPEAL_JUDGES },
  { href: '/publications', label: '待公开答复', group: '查询', roles: PUBLISHERS },
  { href: '/years', label: '历年数字', group: '查询', roles: YEAR_READERS },
  { href: '/outbox', label: '消息发件箱', group: '管理', roles: OUTBOX_READERS },
  { href: '/import', label: '导入工单', group: '管理', roles: ['supervisor'] },
  { href: '/people', label: '人员与岗位', group: '管理', roles: ['admin'] },
  { href: '/agencies', label: '承办单位', group: '管理', roles: ['admin'] },
  { href: '/items', label: '便民服务事项', group: '管理', roles: ['admin'] },
  { href: '/categories', label: '诉求分类', group: '管理', roles: ['admin'] },
  { href: '/areas', label: '区域', group: '管理', roles: ['admin'] },
  { href: '/policy', label: '设置与时限', group: '管理', roles: ['admin', 'supervisor'] },
  { href: '/calendar', label: '工作日历', group: '管理', roles: ['admin'] },
  { href: '/gateways', label: '短信与邮件网关', group: '管理', roles: ['admin'] },
  { href: '/backup', label: '数据备份', group: '管理', roles: ['admin'] },
  { href: '/audit', label: '操作日志', group: '审计', roles: ['auditor'] },
];

/** The links of the narrow column at the left, drawn from the roles. `counts` comes later, by its own request. */
export function navigationFor(
  actor: Actor,
  current: string,
  counts: ReadonlyMap<string, { text: string; alert: boolean }> = new Map(),
): NavItem[] {
  const path = current.split('?')[0];
  const queues = queuesOf(actor).map((queue) => ({
    href: `/queues/${queue.key}`,
    label: queue.label,
    group: queue.group,
    current: path === `/queues/${queue.key}`,
    count: counts.get(queue.key)?.text ?? null,
    alert: counts.get(queue.key)?.alert ?? false,
  }));
  const places = PLACES.filter((place) => hasRole(actor, ...place.roles)).map((place) => ({
    href: place.href,
    label: place.label,
    group: place.group,
    current: path === place.href || path?.startsWith(`${place.href}/`) === true,
  }));
  return [...queues, ...places];
}

/** Where somebody starts after log-in: their first queue, else their first page. */
export function homeOf(actor: Actor): string {
  const queues = queuesOf(actor);
  // A leader who handles nothing comes to approve.
  const approves = hasRole(actor, 'agency_leader') && !hasRole(actor, 'handler');
  const queue = (approves && queues.find((each) => each.key === 'to-approve')) || queues[0];
  if (queue) return `/queues/${queue.key}`;
  return PLACES.find((place) => hasRole(actor, ...place.roles))?.href ?? '/account';
}
