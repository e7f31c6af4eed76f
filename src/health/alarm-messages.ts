import { exactTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { hasEmail, hasSms } from '../gateways/gateways.ts';
import { roleHolders } from '../notifications/recipient-queries.ts';
import { enqueue, type NewMessage } from '../outbox/enqueue.ts';
import { policyAt } from '../policy/policy.ts';
import { needsChoice } from '../setup/state.ts';
import type { Trouble } from './troubles.ts';

type Role = 'admin' | 'auditor';

/** What the administrators were told of, as it is called once it is over. */
export type Told = Pick<Trouble, 'key' | 'over'>;

/** What is new and what is over since the administrators were told last. */
export type Alarm = { fresh: readonly Trouble[]; over: readonly Told[] };

/** Whether an alarm would reach anybody: an administrator with an address, and a gateway for it. */
export function reachable(db: Db): boolean {
  return waysOf(db, 'admin').length > 0;
}

/**
 * Puts it into the outbox, for every administrator. What concerns the audit log the auditors are told as well: the
 * administrator alone must not be the only one who knows (Q-M1). @returns how many messages
 */
export function sendAlarm(db: Db, alarm: Alarm, now: number): number {
  return tell(db, 'admin', alarm, now) + tell(db, 'auditor', ofTheLog(alarm), now);
}

function ofTheLog({ fresh, over }: Alarm): Alarm {
  const ofLog = ({ key }: Told) => key.startsWith('audit ');
  return { fresh: fresh.filter(ofLog), over: over.filter(ofLog) };
}

function tell(db: Db, role: Role, alarm: Alarm, now: number): number {
  if (alarm.fresh.length + alarm.over.length === 0) return 0;
  const texts = { email: mailText(db, role, alarm, now), sms: smsText(role, alarm) };
  const urgent = alarm.fresh.some((trouble) => trouble.urgent);
  const ways = waysOf(db, role);
  for (const { medium, id, name, address } of ways) {
    enqueue(
      db,
      {
        ...{
          ...OF_NO_CASE,
          audience: role,
          medium,
          recipient: `${role}:${id}`,
          recipientName: name,
          address,
          urgent,
        },
        ...{ dueVersion: now, subject: texts.sms, text: texts[medium], notBefore: now },
      },
      now,
    );
  }
  return ways.length;
}

export const OF_NO_CASE = {
  ...{ rule: 'alarm', occasion: 'alarm', stage: 0, facts: {} },
  ...{ caseId: null, assignmentId: null, clockId: null },
} as const satisfies Partial<NewMessage>;

/** Each holder of the role in service, once for each medium by which they can be told. */
export function waysOf(db: Db, role: Role) {
  const [email, sms] = [hasEmail(db), hasSms(db)];
  return roleHolders(db, role).flatMap(({ id, name, ...at }) => [
    ...(email && at.email ? [{ medium: 'email', id, name, address: at.email } as const] : []),
    ...(sms && at.phone ? [{ medium: 'sms', id, name, address: at.phone } as const] : []),
  ]);
}

/** Where each of them reads more. */
const PLACES = {
  admin: { name: '运行状况', path: '/health/page' },
  auditor: { name: '操作日志', path: '/audit' },
} as const;

/** The same line heads the letter. */
function smsText(role: Role, { fresh, over }: Alarm): string {
  const first = fresh.length > 0 ? fresh[0]?.what : over[0]?.over;
  const count = Math.max(fresh.length || over.length, 1);
  const more = count > 1 ? `等 ${count} 项` : '';
  const head = fresh.length > 0 ? '热线系统告警' : '热线系统已恢复';
  const next = fresh.length > 0 ? `，请查看“${PLACES[role].name}”` : '';
  return `${head}：${first ?? ''}${more}${next}。`;
}

function mailText(db: Db, role: Role, { fresh, over }: Alarm, now: number): string {
  const lines = [
    ...(fresh.length > 0 ? [`截至 ${exactTime(now)}，热线系统有以下情况需要处理：`] : []),
    ...fresh.map(({ what, todo }, at) => `${at + 1}. ${what}。${todo}`),
    ...(over.length > 0 ? [`以下情况已于 ${exactTime(now)} 前恢复，不用再处理：`] : []),
    ...over.map((each) => `· ${each.over}`),
    `详情见系统的“${PLACES[role].name}”页${addressOf(db, role, now)}。同一情况只告知一次，恢复后另行告知。`,
  ];
  return lines.join('\n');
}

function addressOf(db: Db, role: Role, now: number): string {
  const address = needsChoice(db) ? '' : policyAt(db, now).sending.address;
  return address ? `：${address.replace(/\/$/, '')}${PLACES[role].path}` : '';
}
