import type { Db } from '../../src/db/open.ts';
import { all, prepared, q, run } from '../../src/db/query.ts';
import { sweep } from '../../src/notifications/sweep.ts';
import type { MessageRow } from '../../src/outbox/message.ts';
import { setPolicy } from '../../src/policy/policy.ts';
import { reminderRules } from '../../src/presets/reminders.ts';
import type { ReminderRule } from '../../src/presets/types.ts';
import { at } from '../calendar/samples.ts';
import { Life } from '../cases/life.ts';
import type { Cast } from '../support/cast.ts';
import { freshFile } from '../support/file.ts';

/** A file in which everybody has a mobile and an e-mail address, and both can be sent. */
export function reachableFile(time = '2026-11-23 09:00'): { db: Db; cast: Cast; path: string } {
  const file = freshFile(time);
  prepared(
    file.db,
    `UPDATE users SET phone = '1390000' || (1000 + id), email = login || '@example.org'`,
  ).run();
  prepared(file.db, `UPDATE agencies SET duty_mobile = '1380000' || (1000 + id)`).run();
  addMail(file.db);
  return file;
}

export function addMail(db: Db): void {
  const mail = { channel: 'smtp', medium: 'email', name: '邮件', created_at: 0 } as const;
  run(db, q.insertInto('gateways').values(mail));
}

/** What the job does each minute. @returns how many messages it has written */
export function sweepAt(db: Db, now: string | number): number {
  const before = messages(db).length;
  for (const _ of sweep(db, typeof now === 'string' ? at(now) : now));
  return messages(db).length - before;
}

export function messages(db: Db): MessageRow[] {
  return all(db, q.selectFrom('messages').selectAll().orderBy('id'));
}

/** All that waits has gone out. */
export function allSent(db: Db, local: string): void {
  prepared(db, `UPDATE messages SET status = 'sent', sent_at = ? WHERE status = 'queued'`).run(at(local));
}

/** Cancelled as the delivery does with what is no longer true. */
export function allUntrue(db: Db, local: string): void {
  prepared(db, `UPDATE messages SET status = 'cancelled', ended_at = ? WHERE status = 'queued'`).run(
    at(local),
  );
}

/** "unsigned sms 赵明": what was written, in the order in which it was. */
export function written(db: Db, rule?: string): string[] {
  return messages(db)
    .filter((each) => rule === undefined || each.rule === rule)
    .map((each) => `${each.rule} ${each.medium} ${each.recipient_name}`);
}

/** Of one rule: who was told, each once, sorted. */
export function told(db: Db, rule: string): string[] {
  return [
    ...new Set(messages(db).flatMap((each) => (each.rule === rule ? [each.recipient_name] : []))),
  ].sort();
}

/** The usual rules, with some of them changed; in force from `local`. */
export function changeRules(
  db: Db,
  local: string,
  change: (rule: ReminderRule) => ReminderRule | null,
): void {
  const rules = reminderRules.flatMap((rule) => change(rule) ?? []);
  setPolicy(db, { reminderRules: rules }, { userId: null, from: at(local), now: at(local) });
}

export function lifeIn({ db, cast }: { db: Db; cast: Cast }, start?: string): Life {
  return new Life(db, cast, start);
}

/** The agency under an order of supervision has the case no longer: another one leads it. */
export function dispatchedAnewUnderOrder(file: { db: Db; cast: Cast }): Life {
  const { supervisor, dispatcher, agencies } = file.cast;
  const order = { instrument: 'rectify', ground: '拖延。', requirement: '限期。', days: '3' };
  return lifeIn(file)
    .signed()
    .do(supervisor, 'supervise', order)
    .do(dispatcher, 'recall', { reason: '派错单位。' })
    .do(dispatcher, 'dispatch', { lead: String(agencies.housing) });
}
