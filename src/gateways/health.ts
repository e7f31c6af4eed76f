import type { Db } from '../db/open.ts';
import { first, prepared, q, run } from '../db/query.ts';
import type { Outcome } from './channels/channel.ts';
import { pause } from './pause.ts';

type Result = Outcome['result'];

/** So many tries in a row of which none was taken, and the gateway is left alone for a while. */
const IN_VAIN = 5;
const LAST = `SELECT result FROM message_tries WHERE gateway_id = ? AND ended_at IS NOT NULL
  ORDER BY at DESC, id DESC LIMIT ${IN_VAIN}`;

/** What a try, closed before, says of its gateway. */
export function noteGateway(db: Db, id: number, result: Result, why: string, now: number): void {
  if (result === 'down' || isVain(result)) {
    if (result === 'down' || takesNothing(db, id)) markDown(db, id, why, now);
    return;
  }
  const fine = { down_since: null, down_until: null, fault: '' };
  const ok = result === 'taken' ? { ...fine, last_ok_at: now } : fine;
  run(db, q.updateTable('gateways').set(ok).where('id', '=', id));
}

/** It was tried again after a failure and takes nothing still, or it fails with one message after the other. */
function takesNothing(db: Db, id: number): boolean {
  const last = prepared(db, LAST).pluck().all(id) as Result[];
  return downSince(db, id) !== null || (last.length === IN_VAIN && last.every(isVain));
}

/** So many recipients in a row refused, and it is the gateway that has a fault: an account without money, a key. */
const REFUSED = 10;
/** What was refused before a message was taken again is refused for its own fault, and proves nothing. */
const LAST_REFUSED = `SELECT t.message_id AS id, t.result,
    CASE m.audience WHEN 'citizen' THEN 'case:' || m.case_id ELSE m.recipient END AS who,
    EXISTS (SELECT 1 FROM message_tries e WHERE e.message_id = t.message_id AND +e.gateway_id = t.gateway_id
      AND e.id < t.id AND e.result = 'refused' AND e.at <= g.last_ok_at) AS known
  FROM message_tries t JOIN messages m ON m.id = t.message_id JOIN gateways g ON g.id = t.gateway_id
  WHERE t.gateway_id = ? AND t.ended_at IS NOT NULL ORDER BY t.at DESC, t.id DESC LIMIT ${REFUSED}`;

type Refused = { id: number; result: Result; who: string; known: 0 | 1 };

/**
 * The messages that a gateway refused last, where it refuses everything: ten in a row to ten people, and whatever it is
 * tried with afterwards. None where it may be the messages.
 */
export function refusedInARow(db: Db, gatewayId: number): number[] {
  const last = prepared(db, LAST_REFUSED).all(gatewayId) as Refused[];
  if (last.length < REFUSED || last.some(({ result, known }) => result !== 'refused' || known === 1))
    return [];
  const several = new Set(last.map(({ who }) => who)).size === REFUSED;
  return several || downSince(db, gatewayId) !== null ? last.map(({ id }) => id) : [];
}

function isVain(result: Result): boolean {
  return result === 'unsure' || result === 'later';
}

/** Leaves a gateway alone for a while, longer each time until it answers again. */
export function markDown(db: Db, id: number, why: string, now: number): void {
  const since = downSince(db, id) ?? now;
  const columns = { down_since: since, down_until: now + pause(since, now), fault: why };
  run(db, q.updateTable('gateways').set(columns).where('id', '=', id));
}

function downSince(db: Db, id: number): number | null {
  return first(db, q.selectFrom('gateways').select('down_since').where('id', '=', id))?.down_since ?? null;
}

/** `+`: by the few tries of the message, not by the many of the gateway, whatever is known of their numbers. */
const OTHERS_TAKEN = `SELECT count(*) FROM message_tries t JOIN gateways g ON g.id = t.gateway_id
  WHERE t.message_id = ? AND +t.gateway_id = ? AND t.result = 'down' AND t.at < g.last_ok_at`;
const BLAMED = 3;

/** A gateway that is out of reach for one message again and again, while it takes the others, is not out of reach. */
export function isMessagesFault(db: Db, messageId: number, gatewayId: number): boolean {
  return Number(prepared(db, OTHERS_TAKEN).pluck().get(messageId, gatewayId)) >= BLAMED;
}
