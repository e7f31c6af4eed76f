import type { Db } from '../db/open.ts';
import { all, first, prepared, q } from '../db/query.ts';
import type { Medium, MessageRow, MessageStatus } from './message.ts';

export const MESSAGES_A_PAGE = 50;

export type OutboxFilter = {
  status: MessageStatus | null;
  medium: Medium | null;
  /** A case's number, or part of a recipient's name. */
  text: string;
  /** The page after this id. */
  before: number | null;
};

export type OutboxLine = MessageRow & { case_number: string | null };

/** Names have no index: a search reads so many messages at most, the newest. */
const SEARCHED = 20_000;

/** One page of the outbox, newest first, and one line more where there is a next page. */
export function listMessages(db: Db, { status, medium, text, before }: OutboxFilter): OutboxLine[] {
  let query = q
    .selectFrom('messages as m')
    .leftJoin('cases as c', 'c.id', 'm.case_id')
    .selectAll('m')
    .select('c.number as case_number');
  if (status) query = query.where('m.status', '=', status);
  if (medium) query = query.where('m.medium', '=', medium);
  if (before !== null) query = query.where('m.id', '<', before);
  if (text !== '') {
    const given = first(db, q.selectFrom('cases').select('id').where('number', '=', text));
    query = given
      ? query.where('m.case_id', '=', given.id)
      : query.where('m.recipient_name', 'like', `%${text}%`).where('m.id', '>', newestId(db) - SEARCHED);
  }
  return all(db, query.orderBy('m.id', 'desc').limit(MESSAGES_A_PAGE + 1));
}

function newestId(db: Db): number {
  return Number(prepared(db, 'SELECT max(id) FROM messages').pluck().get() ?? 0);
}

const MOST_COUNTED = 1000;
const COUNT = `SELECT count(*) FROM (SELECT 1 FROM messages WHERE status = ? LIMIT ${MOST_COUNTED + 1})`;

/** How many messages are in a state; "1000+" beyond that. */
export function countMessages(db: Db, status: MessageStatus): string {
  const count = Number(prepared(db, COUNT).pluck().get(status));
  return count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count);
}

const RESENDABLE = `SELECT count(*) FROM (SELECT 1 FROM messages WHERE status = 'dead'
  AND recipient NOT LIKE 'nobody:%' LIMIT ${MOST_COUNTED + 1})`;

/** How many failed ones can be sent again as they are; as `countMessages`. */
export function countResendable(db: Db): string {
  const count = Number(prepared(db, RESENDABLE).pluck().get());
  return count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count);
}

export function messageById(db: Db, id: number): MessageRow | undefined {
  return prepared(db, 'SELECT * FROM messages WHERE id = ?').get(id) as MessageRow | undefined;
}

/** The same as the outbox shows it. */
export function outboxLine(db: Db, id: number): OutboxLine | undefined {
  return first(
    db,
    q
      .selectFrom('messages as m')
      .leftJoin('cases as c', 'c.id', 'm.case_id')
      .selectAll('m')
      .select('c.number as case_number')
      .where('m.id', '=', id),
  );
}

export type Try = {
  at: number;
  ended_at: number | null;
  result: string | null;
  why: string;
  gateway: string | null;
};

const TRIES = `SELECT t.at, t.ended_at, t.result, t.why, g.name AS gateway FROM message_tries t
  LEFT JOIN gateways g ON g.id = t.gateway_id WHERE t.message_id = ? ORDER BY t.id`;

/** Every try of a message, the first one first. */
export function triesOf(db: Db, messageId: number): Try[] {
  return prepared(db, TRIES).all(messageId) as Try[];
}

const LISTED = 500;
const TO_PHONE = `SELECT m.*, c.number AS case_number FROM messages m LEFT JOIN cases c ON c.id = m.case_id
  WHERE m.status = 'to_phone' ORDER BY m.urgent DESC, m.id LIMIT ${LISTED + 1}`;

/** What has to be said by telephone, urgent ones first, then the oldest; at most 500 of them, and whether there are more. */
export function messagesToPhone(db: Db): { lines: OutboxLine[]; more: boolean } {
  const found = prepared(db, TO_PHONE).all() as OutboxLine[];
  return { lines: found.slice(0, LISTED), more: found.length > LISTED };
}

const OF_CASE = 'SELECT * FROM messages WHERE case_id = ? ORDER BY id DESC LIMIT 200';

/** What was sent about a case, newest first. */
export function messagesOfCase(db: Db, caseId: number): MessageRow[] {
  return prepared(db, OF_CASE).all(caseId) as MessageRow[];
}
