import type { Db } from '../db/open.ts';
import { all, first, prepared, q } from '../db/query.ts';
import type { Role } from '../people/roles.ts';
import { ABSOLUTE_LIMIT, IDLE_LIMIT } from '../people/sessions.ts';

/** A real read of the file: the number of its newest migration. Throws when the file cannot be read. */
export function readVersion(db: Db): number {
  return prepared(db, 'SELECT max(number) FROM migrations').pluck().get() as number;
}

export function sqliteVersion(db: Db): string {
  return prepared(db, 'SELECT sqlite_version()').pluck().get() as string;
}

export function countCases(db: Db): number {
  return prepared(db, 'SELECT count(*) FROM cases').pluck().get() as number;
}

/** Size of the database in bytes, and how many of them are free for re-use. */
export function fileSize(db: Db): { bytes: number; free: number } {
  const pragma = (name: string) => Number(db.pragma(name, { simple: true }));
  const pageSize = pragma('page_size');
  return { bytes: pageSize * pragma('page_count'), free: pageSize * pragma('freelist_count') };
}

export function loadedYears(db: Db): number[] {
  return all(db, q.selectFrom('calendar_years').select('year').orderBy('year')).map(({ year }) => year);
}

export function openSessions(db: Db, now: number): number {
  const standing = q
    .selectFrom('sessions')
    .select((build) => build.fn.countAll<number>().as('count'))
    .where('last_seen_at', '>=', now - IDLE_LIMIT)
    .where('created_at', '>=', now - ABSOLUTE_LIMIT);
  return first(db, standing)?.count ?? 0;
}

/** Of each order in which messages wait so many are looked at: where a gateway is down, tens of thousands may wait. */
const HEAD = 300;
/** The three states are those of the index, word for word. */
const WAITS = `status IN ('queued', 'sending', 'uncertain')`;

/** Those whose time came first, by what they are sent with, and those that were written first. */
const HEADS = [
  ...[`medium = 'sms'`, `medium = 'email'`].flatMap((medium) =>
    [0, 1].map((urgent) => `${WAITS} AND ${medium} AND urgent = ${urgent} ORDER BY not_before, id`),
  ),
  ...['queued', 'sending', 'uncertain'].map((status) => `status = '${status}' ORDER BY id`),
].map((where) => `SELECT id FROM (SELECT id FROM messages WHERE ${where} LIMIT ${HEAD})`);

/**
 * Each try puts the moment of the next one off: what was tried waits since the first. Of those not yet tried the first
 * in its order is the oldest; those that were tried are written early, or are tried again before others have their turn.
 */
const OLDEST = `SELECT min(since) FROM (SELECT CASE WHEN attempts = 0 AND note = '' THEN not_before
    ELSE coalesce((SELECT min(at) FROM message_tries WHERE message_id = messages.id), not_before) END AS since
  FROM messages WHERE id IN (${HEADS.join(' UNION ALL ')})) WHERE since <= ?`;

/** Since when the message that has waited longest could have gone out, epoch ms; null where none waits. */
export function oldestDue(db: Db, now: number): number | null {
  return prepared(db, OLDEST).pluck().get(now) as number | null;
}

const UNREACHABLE = `SELECT count(*) FROM users u WHERE u.active = 1 AND u.phone = '' AND u.email = '' AND EXISTS
  (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role = ?)`;

/** How many people of a role have neither mobile number nor e-mail address. */
export function countUnreachable(db: Db, role: Role): number {
  return prepared(db, UNREACHABLE).pluck().get(role) as number;
}

type Medium = 'sms' | 'email';

/** Written anew, a message has the time of that under its old number: the first alone would not do. */
const WAITING = `SELECT min(created_at) FROM
  (SELECT created_at FROM messages WHERE medium = ? AND status = 'queued' ORDER BY id LIMIT ${HEAD})`;

/** Since when the first of those that are to go out has waited, epoch ms; null where none waits. */
export function waitingSince(db: Db, medium: Medium): number | null {
  return prepared(db, WAITING).pluck().get(medium) as number | null;
}

const URGENT_WAITING = `SELECT min(created_at) FROM (SELECT created_at FROM messages
  WHERE ${WAITS} AND +status = 'queued' AND medium = ? AND urgent = 1 ORDER BY not_before, id LIMIT ${HEAD})`;

/** The same, of urgent ones. */
export function urgentWaitingSince(db: Db, medium: Medium): number | null {
  return prepared(db, URGENT_WAITING).pluck().get(medium) as number | null;
}

const DEAD_LOOKED_AT = 1000;
const TRIES_OF_DEAD = `SELECT count(*) AS count, min(attempts) AS least, max(attempts) AS most
  FROM (SELECT attempts FROM messages WHERE status = 'dead' LIMIT ${DEAD_LOOKED_AT})`;

/** How many messages were given up, and how often each was tried. */
export function triesOfDead(db: Db): { count: number; least: number; most: number } {
  return prepared(db, TRIES_OF_DEAD).get() as { count: number; least: number; most: number };
}
