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

/** Each try puts the moment of the next one off: what was tried waits since the first. */
const OLDEST = `SELECT min(since) FROM (SELECT CASE WHEN attempts = 0 AND note = '' THEN not_before
    ELSE coalesce((SELECT min(at) FROM message_tries WHERE message_id = messages.id), not_before) END AS since
  FROM messages WHERE status IN ('queued', 'sending', 'uncertain')) WHERE since <= ?`;

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

/** The three states are those of the index, word for word. */
const WAITING = `SELECT min(created_at) FROM messages
  WHERE status IN ('queued', 'sending', 'uncertain') AND +status = 'queued' AND medium = ?`;

/** Since when the first of those that are to go out has waited, epoch ms; null where none waits. */
export function waitingSince(db: Db, medium: Medium): number | null {
  return prepared(db, WAITING).pluck().get(medium) as number | null;
}

/** The same, of urgent ones. */
export function urgentWaitingSince(db: Db, medium: Medium): number | null {
  return prepared(db, `${WAITING} AND urgent = 1`).pluck().get(medium) as number | null;
}

const DEAD_LOOKED_AT = 1000;
const TRIES_OF_DEAD = `SELECT count(*) AS count, min(attempts) AS least, max(attempts) AS most
  FROM (SELECT attempts FROM messages WHERE status = 'dead' LIMIT ${DEAD_LOOKED_AT})`;

/** How many messages were given up, and how often each was tried. */
export function triesOfDead(db: Db): { count: number; least: number; most: number } {
  return prepared(db, TRIES_OF_DEAD).get() as { count: number; least: number; most: number };
}
