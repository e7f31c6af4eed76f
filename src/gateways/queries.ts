import type { Db } from '../db/open.ts';
import { all, first, prepared, q } from '../db/query.ts';
import type { GatewayRow } from './rows.ts';

export function gatewayById(db: Db, id: number): GatewayRow | undefined {
  return first(db, q.selectFrom('gateways').selectAll().where('id', '=', id));
}

/** All gateways, in the order in which they are tried. */
export function allGateways(db: Db): GatewayRow[] {
  return all(db, q.selectFrom('gateways').selectAll().orderBy('position').orderBy('id'));
}

const SENT_SINCE = `SELECT g.id, count(*) AS count, sum(m.parts) AS parts
  FROM gateways g JOIN messages m ON m.gateway_id = g.id AND m.sent_at >= ? GROUP BY g.id`;

/** What each gateway has sent since a moment (epoch ms). */
export function sentSince(db: Db, from: number): Map<number, { count: number; parts: number }> {
  const rows = prepared(db, SENT_SINCE).all(from) as { id: number; count: number; parts: number }[];
  return new Map(rows.map(({ id, ...sent }) => [id, sent]));
}

const USED = `SELECT EXISTS (SELECT 1 FROM messages WHERE gateway_id = @id)
  OR EXISTS (SELECT 1 FROM message_tries WHERE gateway_id = @id)
  OR EXISTS (SELECT 1 FROM inbound_messages WHERE gateway_id = @id)`;

/** Whether anything was ever sent through it, tried or received: then it stays in the records. */
export function wasUsed(db: Db, id: number): boolean {
  return prepared(db, USED).pluck().get({ id }) === 1;
}

export type GatewayTry = {
  at: number;
  result: string | null;
  why: string;
  recipient_name: string;
  rule: string;
};

const TRIES = `SELECT t.at, t.result, t.why, m.recipient_name, m.rule FROM message_tries t
  JOIN messages m ON m.id = t.message_id WHERE t.gateway_id = ? ORDER BY t.at DESC, t.id DESC LIMIT ?`;

/** The last tries, newest first. */
export function lastTries(db: Db, id: number, count: number): GatewayTry[] {
  return prepared(db, TRIES).all(id, count) as GatewayTry[];
}
