import { type Audited, audit } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import { first, prepared, q, run, transact } from '../db/query.ts';
import { type Actor, hasRole, signature } from '../people/actor.ts';
import type { Role } from '../people/roles.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '../web/errors.ts';
import { MESSAGE_STATUS, type MessageRow, type MessageStatus } from './message.ts';
import { CALLERS, OUTBOX_READERS } from './roles.ts';

/*
 * What people do with a message by hand. Each is one line of the audit log. What is sent again keeps its id, so that a
 * gateway which knows it already does not send it twice.
 */

const RESENDABLE: readonly MessageStatus[] = ['dead', 'uncertain', 'cancelled'];
/** What failed is put away as well, once somebody has seen to it. */
const CANCELLABLE: readonly MessageStatus[] = ['queued', 'uncertain', 'to_phone', 'dead'];
/** What could not be sent may be said by telephone as well. */
const PHONABLE: readonly MessageStatus[] = ['to_phone', 'dead'];

/** What was written for nobody (unreached.ts) has nowhere to go: the next reminder finds the number entered since. */
export function isResendable({ status, recipient }: Pick<MessageRow, 'status' | 'recipient'>): boolean {
  return RESENDABLE.includes(status) && !recipient.startsWith('nobody:');
}

export function isCancellable({ status }: Pick<MessageRow, 'status'>): boolean {
  return CANCELLABLE.includes(status);
}

export function isPhonable({ status }: Pick<MessageRow, 'status'>): boolean {
  return PHONABLE.includes(status);
}

const AGAIN = `status = CASE WHEN medium = 'phone' THEN 'to_phone'
    WHEN status = 'uncertain' OR was_uncertain = 1 THEN 'uncertain' ELSE 'queued' END,
  not_before = @now, attempts = 0, note = @note, ended_at = NULL, ended_by = NULL`;

/**
 * Sends a message again under its own id; whether it still holds is looked at when it is sent.
 * @throws Forbidden | NotFound | Conflict
 */
export function resend(db: Db, actor: Actor, id: number, now: number): void {
  refuseOthers(actor, OUTBOX_READERS);
  transact(db, () => {
    const message = inState(db, id, RESENDABLE, '重新发送');
    if (!isResendable(message))
      throw new Conflict(
        '这条消息没有收件人，不能重新发送。消息没有改动，补填号码或邮箱后，下一次提醒会送达。',
      );
    prepared(db, `UPDATE messages SET ${AGAIN} WHERE id = @id`).run({ id, now, note: resentBy(actor) });
    record(db, actor, 'message_resent', message, now);
  });
}

/**
 * Sends everything again that was given up.
 * @returns how many
 * @throws Forbidden
 */
export function resendFailed(db: Db, actor: Actor, now: number): number {
  refuseOthers(actor, OUTBOX_READERS);
  return transact(db, () => {
    const again = `UPDATE messages SET ${AGAIN} WHERE status = 'dead' AND recipient NOT LIKE 'nobody:%'`;
    const { changes } = prepared(db, again).run({ now, note: resentBy(actor) });
    if (changes > 0) audit(db, { at: now, actor, act: 'message_resent', detail: { total: changes } });
    return changes;
  });
}

/**
 * Takes back what waits, puts away what failed.
 * @throws Forbidden | NotFound | Conflict
 */
export function cancel(db: Db, actor: Actor, id: number, now: number): void {
  refuseOthers(actor, OUTBOX_READERS);
  end(db, actor, id, now, {
    from: CANCELLABLE,
    to: 'cancelled',
    act: 'message_cancelled',
    wanted: '取消',
    note: `${signature(actor)} 取消`,
  });
}

/**
 * Records that it was said by telephone, to whom and how.
 * @throws Forbidden | NotFound | Conflict | Invalid without a note
 */
export function phoned(db: Db, actor: Actor, id: number, note: string, now: number): void {
  refuseOthers(actor, CALLERS);
  if (note.trim() === '')
    throw new Invalid('请填写通知情况，例如“本人接听，已知悉”。名单没有改动。', { note: '请填写通知情况。' });
  const how = note.trim().slice(0, 500);
  end(db, actor, id, now, {
    from: PHONABLE,
    to: 'phoned',
    act: 'message_phoned',
    wanted: '登记电话通知',
    note: how,
  });
}

type Ending = {
  from: readonly MessageStatus[];
  to: MessageStatus;
  act: Audited;
  wanted: string;
  note: string;
};

function end(db: Db, actor: Actor, id: number, now: number, { from, to, act, wanted, note }: Ending): void {
  transact(db, () => {
    const message = inState(db, id, from, wanted);
    const columns = { status: to, note, ended_at: now, ended_by: actor.id };
    run(db, q.updateTable('messages').set(columns).where('id', '=', id));
    record(db, actor, act, message, now);
  });
}

function inState(db: Db, id: number, wanted: readonly MessageStatus[], act: string): MessageRow {
  const message = first(db, q.selectFrom('messages').selectAll().where('id', '=', id));
  if (!message) throw new NotFound('没有找到这条消息。');
  if (!wanted.includes(message.status))
    throw new Conflict(
      `这条消息现为“${MESSAGE_STATUS[message.status]}”，不能${act}。消息没有改动，请刷新页面查看最新情况。`,
    );
  return message;
}

function refuseOthers(actor: Actor, roles: readonly Role[]): void {
  if (!hasRole(actor, ...roles)) throw new Forbidden();
}

function resentBy(actor: Actor): string {
  return `${signature(actor)} 重新发送`;
}

/** The auditor sees which message and of which case, not whom it went to. */
function record(db: Db, actor: Actor, act: Audited, message: MessageRow, now: number): void {
  const number = prepared(db, 'SELECT number FROM cases WHERE id = ?').pluck().get(message.case_id);
  audit(db, { at: now, actor, act, subject: String(number ?? ''), detail: { message: message.id } });
}
