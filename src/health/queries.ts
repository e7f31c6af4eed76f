import type { Db } from '../db/open.ts';
import { all, first, prepared, q } from '../db/query.ts';
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

const OLDEST = `SELECT min(not_before) FROM messages
  WHERE status IN ('queued', 'sending', 'uncertain') AND not_before <= ?`;

/** Since when the message that has waited longest could have gone out, epoch ms; null where none waits. */
export function oldestDue(db: Db, now: number): number | null {
  return prepared(db, OLDEST).pluck().get(now) as number | null;
}
