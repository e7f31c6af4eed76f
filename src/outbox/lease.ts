import { MINUTE } from '../calendar/days.ts';
import type { Db } from '../db/open.ts';
import { prepared, q, run } from '../db/query.ts';
import type { Channel, Outgoing, Settings } from '../gateways/channels/channel.ts';
import type { GatewayRow } from '../gateways/rows.ts';
import type { MessageRow } from './message.ts';
import { messageById } from './queries.ts';
import { smsParts } from './sms-parts.ts';
import type { Tools } from './tools.ts';
import { carryOut, judge } from './verdict.ts';
import { type Equipped, waysOf } from './ways.ts';

/** A message on its way out: from here until the mark nobody knows whether the gateway has it. */
export type Leased = {
  message: MessageRow;
  gateway: GatewayRow;
  channel: Channel;
  settings: Settings;
  outgoing: Outgoing;
  tryId: number;
};

/** Well above the longest a gateway is waited for, and the write gate after it. */
export const LEASE = 5 * MINUTE;

/**
 * Takes one message for a gateway, in the caller's transaction: what is marked 'sending' and does not come back has
 * been with a gateway or not, and is marked uncertain later.
 * @returns null where it does not go that way now: it was ended, waits for morning, or goes another way; 'full' where
 * no gateway has room any more
 */
export function lease(
  db: Db,
  id: number,
  gatewayId: number,
  now: number,
  tools: Tools,
): Leased | 'full' | null {
  const message = dueMessage(db, id, now);
  if (!message) return null;
  const ways = waysOf(db, now, tools);
  const verdict = judge(db, message, ways, now, tools);
  const way = ways.find(({ gateway }) => gateway.id === gatewayId);
  if (verdict.do === 'wait' && verdict.until === undefined) return 'full';
  if (verdict.do !== 'send') carryOut(db, message, verdict, now);
  if (verdict.do !== 'send' || verdict.by.id !== gatewayId || !way?.channel) return null;
  const outgoing = outgoingOf(db, message, way, verdict.to, now);
  markSending(db, message, way.gateway, outgoing, now);
  const tryId = run(
    db,
    q.insertInto('message_tries').values({ message_id: id, gateway_id: gatewayId, at: now }),
  ).id;
  const { gateway, channel, settings } = way;
  return {
    message: { ...message, attempts: message.attempts + 1 },
    gateway,
    channel,
    settings,
    outgoing,
    tryId,
  };
}

/** A message whose time has come, as it stands now. */
export function dueMessage(db: Db, id: number, now: number): MessageRow | undefined {
  const row = messageById(db, id);
  if (!row || row.not_before > now) return undefined;
  return row.status === 'queued' || row.status === 'uncertain' ? row : undefined;
}

function outgoingOf(db: Db, message: MessageRow, { gateway }: Equipped, to: string, now: number): Outgoing {
  const sms = message.medium === 'sms';
  return {
    ...{ uid: message.uid, to, recipientName: message.recipient_name, subject: message.subject, now },
    text: sms ? signed(message.text, gateway.signature) : message.text,
    html: message.html,
    template: { rule: message.rule, values: JSON.parse(message.facts) },
    thread: sms ? null : threadOf(db, message),
  };
}

function signed(text: string, signature: string): string {
  return text.includes(signature) ? text : `${text}${signature}`;
}

const BEFORE = `SELECT 1 FROM messages WHERE case_id = ? AND recipient = ? AND medium = 'email' AND id < ?
  AND sent_at IS NOT NULL`;

/** E-mails about one case to one person hang together. */
function threadOf(db: Db, { case_id, recipient, id }: MessageRow): Outgoing['thread'] {
  if (case_id === null) return null;
  const number = prepared(db, 'SELECT number FROM cases WHERE id = ?').pluck().get(case_id);
  return { number: String(number), first: prepared(db, BEFORE).get(case_id, recipient, id) === undefined };
}

function markSending(
  db: Db,
  message: MessageRow,
  gateway: GatewayRow,
  { to, text }: Outgoing,
  now: number,
): void {
  const columns = {
    status: 'sending' as const,
    not_before: now + LEASE,
    attempts: message.attempts + 1,
    gateway_id: gateway.id,
    // Of another gateway, or of a try that is over.
    gateway_ref: null,
    address: message.audience === 'citizen' ? '' : to,
    parts: message.medium === 'sms' ? smsParts(text) : 0,
  };
  run(db, q.updateTable('messages').set(columns).where('id', '=', message.id));
}
