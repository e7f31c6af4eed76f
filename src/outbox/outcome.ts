import { maskPhone } from '../citizens/phone.ts';
import type { Db } from '../db/open.ts';
import { first, prepared, q, run, transact } from '../db/query.ts';
import type { Outcome, Report } from '../gateways/channels/channel.ts';
import { isMessagesFault, markDown, noteGateway, refusedInARow } from '../gateways/health.ts';
import { policyAt } from '../policy/policy.ts';
import { addressOf } from './address.ts';
import { type After, afterRefusal, givenUp, isLastTry, waiting, write } from './after.ts';
import { backoff } from './backoff.ts';
import { keepEarly, takeEarly } from './early-reports.ts';
import type { Leased } from './lease.ts';
import type { MessageRow, MessageStatus } from './message.ts';
import { messageById } from './queries.ts';

type Failed = Exclude<Outcome, { result: 'taken' }>;

/** Marks what came of a try, in the caller's transaction. A report that was quicker stands. */
export function settle(db: Db, leased: Leased, outcome: Outcome, now: number): void {
  if (outcome.result === 'taken') settleTaken(db, leased, outcome.ref, now);
  else settleFailed(db, leased, outcome, now);
}

function settleTaken(db: Db, leased: Leased, ref: string | null, now: number): void {
  closeTry(db, leased.tryId, 'taken', '', now);
  noteGateway(db, leased.gateway.id, 'taken', '', now);
  markTaken(db, leased, ref, now);
}

function settleFailed(db: Db, leased: Leased, outcome: Failed, now: number): void {
  const { message, gateway, tryId, outgoing } = leased;
  const blamed = outcome.result === 'down' && isMessagesFault(db, message.id, gateway.id);
  const result = blamed ? 'later' : outcome.result;
  const why = shown(outcome.why, outgoing.to);
  closeTry(db, tryId, result, why, now);
  const present = messageById(db, message.id);
  if (present && isNewest(db, message.id, tryId) && ON_ITS_WAY.includes(present.status))
    write(db, present, afterwards(db, present, { result, why }, outgoing.to, now));
  const together = result === 'refused' ? refusedInARow(db, gateway.id) : [];
  if (together.length === 0) noteGateway(db, gateway.id, result, why, now);
  else stopRefusing(db, gateway.id, together, why, now);
}

const PUT_BACK = `UPDATE messages SET attempts = 0, not_before = @now, note = @note, ended_at = NULL,
    status = CASE was_uncertain WHEN 1 THEN 'uncertain' ELSE 'queued' END
  WHERE id = @id AND gateway_id = @gatewayId AND status = 'dead' AND ended_by IS NULL`;

/** It is left alone as if it were out of reach, and what only it could take waits. */
function stopRefusing(db: Db, gatewayId: number, ids: readonly number[], why: string, now: number): void {
  const note = `连续 10 条都被拒收，网关暂停使用，稍后重试。${why}`;
  markDown(db, gatewayId, note, now);
  for (const id of ids) prepared(db, PUT_BACK).run({ id, gatewayId, note, now });
}

/** A lease that ran out left it uncertain; whatever else it is by now, somebody knew better. */
const ON_ITS_WAY: readonly MessageStatus[] = ['sending', 'uncertain'];
/** What may still turn out to have arrived. */
const OPEN: readonly MessageStatus[] = ['queued', 'sending', 'uncertain', 'sent', 'dead'];

function markTaken(db: Db, { message, gateway, tryId }: Leased, ref: string | null, now: number): void {
  const present = messageById(db, message.id);
  if (!present) return;
  if (ref !== null && present.gateway_id === gateway.id) write(db, present, { gateway_ref: ref });
  if (OPEN.includes(present.status) && present.status !== 'dead' && !isUndelivered(db, tryId))
    write(db, present, { status: 'sent', sent_at: now, note: '' });
  const early = ref === null ? undefined : takeEarly(db, gateway.id, ref);
  if (early) applyReport(db, message.id, gateway.id, early, now);
}

function afterwards(db: Db, message: MessageRow, { result, why }: Failed, to: string, now: number): After {
  if (result === 'refused') return afterRefusal(db, message, why, to, now);
  if (result === 'down')
    return { ...waiting(message, now, why), attempts: Math.max(0, message.attempts - 1) };
  const open = result === 'unsure' ? { ...message, was_uncertain: 1 } : message;
  const next = isLastTry(db, message, now)
    ? givenUp(open, why, now)
    : waiting(open, now + backoff(message.attempts), why);
  return { was_uncertain: open.was_uncertain, ...next };
}

/**
 * Takes a gateway's word on whether a message arrived: a report counts also where the answer to the sending was lost,
 * or comes after it.
 * @returns whether it belongs to a message that is known already
 */
export function takeReport(db: Db, gatewayId: number, report: Report, now: number): boolean {
  return transact(db, () => {
    const id = messageOf(db, gatewayId, report);
    if (id !== undefined) applyReport(db, id, gatewayId, report, now);
    else if (report.ref) keepEarly(db, gatewayId, report);
    return id !== undefined;
  });
}

const BY_REF = 'SELECT id FROM messages WHERE gateway_id = ? AND gateway_ref = ? ORDER BY id DESC';
/** `+`: by the few tries of the message, not by the many of the gateway, whatever is known of their numbers. */
const BY_UID = `SELECT m.id FROM messages m WHERE m.uid = ?
  AND EXISTS (SELECT 1 FROM message_tries t WHERE t.message_id = m.id AND +t.gateway_id = ?)`;

/** Only of messages that the gateway was given: one gateway says nothing of another's. */
function messageOf(db: Db, gatewayId: number, { ref, uid }: Report): number | undefined {
  const byUid = uid ? prepared(db, BY_UID).pluck().get(uid, gatewayId) : undefined;
  const found = byUid ?? (ref ? prepared(db, BY_REF).pluck().get(gatewayId, ref) : undefined);
  return found as number | undefined;
}

function applyReport(db: Db, id: number, gatewayId: number, { delivered, why }: Report, now: number): void {
  const message = messageById(db, id);
  if (!message || !OPEN.includes(message.status)) return;
  const { to, words } = inWords(db, message, why, now);
  const lastTry = lastTryOf(db, id, gatewayId);
  if (lastTry !== undefined) reportTry(db, lastTry, delivered ? 'delivered' : 'undelivered', words, now);
  if (delivered)
    write(db, message, {
      ...{ status: 'delivered', sent_at: message.sent_at ?? now, ended_at: now },
      note: '',
    });
  // Another gateway may have it by now: what this one repeats, or says late, must not send it once more.
  else if (message.gateway_id === gatewayId && message.status !== 'dead' && message.status !== 'queued')
    write(db, message, afterRefusal(db, message, words, to, now));
}

function inWords(db: Db, message: MessageRow, why: string, now: number): { to: string; words: string } {
  const address = addressOf(db, message, policyAt(db, now).hotline.areaCode);
  const to = 'to' in address ? address.to : '';
  return { to, words: `网关报告没有送达${why === '' ? '' : `：${shown(why, to)}`}` };
}

function lastTryOf(db: Db, messageId: number, gatewayId: number): number | undefined {
  const tries = q
    .selectFrom('message_tries')
    .select('id')
    .where('message_id', '=', messageId)
    .where('gateway_id', '=', gatewayId);
  return first(db, tries.orderBy('id', 'desc').limit(1))?.id;
}

function reportTry(db: Db, id: number, result: 'delivered' | 'undelivered', why: string, now: number): void {
  const columns = { result, why: result === 'delivered' ? '' : why, ended_at: now };
  run(db, q.updateTable('message_tries').set(columns).where('id', '=', id));
}

/** A report that was quicker stands. */
function closeTry(db: Db, id: number, result: string, why: string, now: number): void {
  const columns = { ended_at: now, result, why };
  run(db, q.updateTable('message_tries').set(columns).where('id', '=', id).where('result', 'is', null));
}

/** By a report that was quicker than the answer to the sending. */
function isUndelivered(db: Db, tryId: number): boolean {
  const result = prepared(db, 'SELECT result FROM message_tries WHERE id = ?').pluck().get(tryId);
  return result === 'undelivered';
}

const NEWEST = 'SELECT max(id) FROM message_tries WHERE message_id = ?';

function isNewest(db: Db, messageId: number, tryId: number): boolean {
  return prepared(db, NEWEST).pluck().get(messageId) === tryId;
}

const LONGEST_WHY = 200;

/** What a gateway says may quote the number it was given; notes are no place for it (C-M1). */
function shown(why: string, to: string): string {
  const masked = /^\d{5,}$/.test(to) ? why.replaceAll(to, maskPhone(to)) : why;
  return masked.slice(0, LONGEST_WHY);
}
