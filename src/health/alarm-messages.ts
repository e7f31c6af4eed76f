import { exactTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { all, q } from '../db/query.ts';
import { hasEmail, hasSms } from '../gateways/gateways.ts';
import { enqueue, type NewMessage } from '../outbox/enqueue.ts';
import { policyAt } from '../policy/policy.ts';
import { needsChoice } from '../setup/state.ts';
import type { Trouble } from './troubles.ts';

/** What the administrators were told of, as it is called once it is over. */
export type Told = Pick<Trouble, 'key' | 'over'>;

/** What is new and what is over since the administrators were told last. */
export type Alarm = { fresh: readonly Trouble[]; over: readonly Told[] };

/** Administrators in service. */
export function administrators(db: Db) {
  return all(
    db,
    q
      .selectFrom('users as u')
      .innerJoin('user_roles as r', 'r.user_id', 'u.id')
      .select(['u.id', 'u.name', 'u.phone', 'u.email'])
      .where('r.role', '=', 'admin')
      .where('u.active', '=', 1)
      .orderBy('u.id'),
  );
}

/** Whether an alarm would reach anybody: an administrator with an address, and a gateway for it. */
export function reachable(db: Db): boolean {
  return waysOf(db).length > 0;
}

/** Puts it into the outbox, for every administrator. @returns how many messages */
export function sendAlarm(db: Db, alarm: Alarm, now: number): number {
  const texts = { email: mailText(db, alarm, now), sms: smsText(alarm) };
  const urgent = alarm.fresh.some((trouble) => trouble.urgent);
  const ways = waysOf(db);
  for (const { medium, id, name, address } of ways) {
    enqueue(
      db,
      {
        ...{ ...OF_NO_CASE, medium, recipient: `admin:${id}`, recipientName: name, address, urgent },
        ...{ dueVersion: now, subject: smsText(alarm), text: texts[medium], notBefore: now },
      },
      now,
    );
  }
  return ways.length;
}

const OF_NO_CASE = {
  ...{ rule: 'alarm', occasion: 'alarm', audience: 'admin', stage: 0, facts: {} },
  ...{ caseId: null, assignmentId: null, clockId: null },
} as const satisfies Partial<NewMessage>;

function waysOf(db: Db) {
  const [email, sms] = [hasEmail(db), hasSms(db)];
  return administrators(db).flatMap(({ id, name, ...at }) => [
    ...(email && at.email ? [{ medium: 'email', id, name, address: at.email } as const] : []),
    ...(sms && at.phone ? [{ medium: 'sms', id, name, address: at.phone } as const] : []),
  ]);
}

/** The same line heads the letter. */
function smsText({ fresh, over }: Alarm): string {
  const first = fresh.length > 0 ? fresh[0]?.what : over[0]?.over;
  const count = Math.max(fresh.length || over.length, 1);
  const more = count > 1 ? `等 ${count} 项` : '';
  const head = fresh.length > 0 ? '热线系统告警' : '热线系统已恢复';
  const next = fresh.length > 0 ? '，请查看“运行状况”' : '';
  return `${head}：${first ?? ''}${more}${next}。`;
}

function mailText(db: Db, { fresh, over }: Alarm, now: number): string {
  const lines = [
    ...(fresh.length > 0 ? [`截至 ${exactTime(now)}，热线系统有以下情况需要处理：`] : []),
    ...fresh.map(({ what, todo }, at) => `${at + 1}. ${what}。${todo}`),
    ...(over.length > 0 ? [`以下情况已于 ${exactTime(now)} 前恢复，不用再处理：`] : []),
    ...over.map((each) => `· ${each.over}`),
    `详情见系统的“运行状况”页${addressOf(db, now)}。同一情况只告知一次，恢复后另行告知。`,
  ];
  return lines.join('\n');
}

function addressOf(db: Db, now: number): string {
  const address = needsChoice(db) ? '' : policyAt(db, now).sending.address;
  return address ? `：${address.replace(/\/$/, '')}/health/page` : '';
}
