import { type Html, html } from '../../views/ui/index.ts';
import type { Db } from '../db/open.ts';
import { keepingHints } from '../keeping/hints.ts';
import { ROLES } from '../people/roles.ts';
import { policyAt } from '../policy/policy.ts';
import { needsChoice } from '../setup/state.ts';
import { reachable } from './alarm-messages.ts';
import { countUnreachable } from './queries.ts';

/** Who could not be told of anything: nothing is amiss, but something would be missed. */
export function hintsOf(db: Db, now: number): Html[] {
  if (needsChoice(db)) return [];
  return [
    ...(reachable(db) ? [] : [NOBODY]),
    ...contactsWithout(db, now),
    ...agencyStaffWithout(db),
    ...keepingHints(db, now),
  ];
}

const PEOPLE = html`<a href="/people">人员与岗位</a>`;
const GATEWAYS = html`<a href="/gateways">短信与邮件网关</a>`;
const NOBODY = html`系统今后出现异常时，还没有办法通知系统管理员。请在${GATEWAYS}页设置邮件或短信，并在${PEOPLE}中填写系统管理员的电子邮箱或手机号码。`;

function contactsWithout(db: Db, now: number): Html[] {
  const names = policyAt(db, now).contacts.flatMap(({ name, phone }) => (phone === '' ? [name] : []));
  if (names.length === 0) return [];
  const which = [...new Set(names)].join('、');
  return [
    html`应急与上报联系人中有 ${names.length} 个没有电话：${which}。请在<a href="/policy/contacts">应急与上报联系人</a>中填写，紧急诉求和突发事件才能通知到。`,
  ];
}

function agencyStaffWithout(db: Db): Html[] {
  const counts = (['handler', 'agency_leader'] as const).flatMap((role) => {
    const count = countUnreachable(db, role);
    return count > 0 ? [`${ROLES[role].name} ${count} 人`] : [];
  });
  if (counts.length === 0) return [];
  return [html`${counts.join('、')}既没有手机号码也没有电子邮箱，收不到提醒。请在${PEOPLE}中填写。`];
}
