import { MINUTE } from '../calendar/days.ts';
import { dayOf, startOfDay } from '../calendar/local-time.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { GatewayRow } from '../gateways/rows.ts';
import { LONGEST_WAIT, type MessageRow } from './message.ts';

const TRIES = 'SELECT count(*) FROM message_tries WHERE gateway_id = ? AND at > ? AND at <= ?';
/** What it may have counted on its side: not what it surely did not take. */
const TAKEN = `SELECT count(*) FROM message_tries WHERE gateway_id = ? AND at > ? AND at <= ?
  AND (result IS NULL OR result NOT IN ('refused', 'later', 'down'))`;

/** How many messages a gateway may be given now, by its limit a minute. */
export function roomThisMinute(db: Db, gateway: GatewayRow, now: number): number {
  const tries = Number(
    prepared(db, TRIES)
      .pluck()
      .get(gateway.id, now - MINUTE, now),
  );
  return Math.max(0, gateway.per_minute - tries);
}

/** How many more it may be given today, local time; a gateway without a limit has room for all. */
export function roomToday(db: Db, gateway: GatewayRow, now: number): number {
  if (gateway.per_day === null) return Number.POSITIVE_INFINITY;
  return Math.max(0, gateway.per_day - takenToday(db, gateway.id, now));
}

/** Longer than a gateway is waited for: what is older has its result. */
const SETTLED = 6 * MINUTE;
/** So many tries are not counted twice: it is asked for before each message. */
const MANY = 500;

type Counted = { day: number; upTo: number; taken: number };

const counted = new WeakMap<Db, Map<number, Counted>>();

function takenToday(db: Db, gatewayId: number, now: number): number {
  const day = startOfDay(dayOf(now));
  const known = countedBefore(db, gatewayId, day, now);
  const settled = Math.max(known.upTo, now - SETTLED);
  const older = taken(db, gatewayId, known.upTo, settled);
  if (older >= MANY) counted.get(db)?.set(gatewayId, { day, upTo: settled, taken: known.taken + older });
  return known.taken + older + taken(db, gatewayId, settled, now);
}

/** A day that has ended, and a clock that was set back, have it counted anew. */
function countedBefore(db: Db, gatewayId: number, day: number, now: number): Counted {
  const all = counted.get(db) ?? new Map<number, Counted>();
  counted.set(db, all);
  const known = all.get(gatewayId);
  return known?.day === day && known.upTo <= now ? known : { day, upTo: day - 1, taken: 0 };
}

function taken(db: Db, gatewayId: number, after: number, upTo: number): number {
  return Number(prepared(db, TAKEN).pluck().get(gatewayId, after, upTo));
}

// From the index on recipients, as far back as it takes.
const HAD_TODAY = `SELECT count(*) FROM messages WHERE recipient = @recipient AND created_at >= @from - ${LONGEST_WAIT}
  AND medium = 'sms' AND urgent = 0 AND sent_at >= @from`;

/**
 * Whether somebody has had as many SMS today as one person gets. Urgent ones are neither stopped nor counted (Q-A5);
 * citizens are sent a few for each case, and whose they are is not known without their number.
 */
export function hasHadEnough(db: Db, message: MessageRow, perPersonDaily: number, now: number): boolean {
  if (message.medium !== 'sms' || message.urgent === 1 || message.audience === 'citizen') return false;
  const bound = { recipient: message.recipient, from: startOfDay(dayOf(now)) };
  return Number(prepared(db, HAD_TODAY).pluck().get(bound)) >= perPersonDaily;
}
