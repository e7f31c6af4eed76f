import { existsSync, statSync } from 'node:fs';
import { connect } from '../db/connect.ts';
import { beginsAsOurs } from '../db/header.ts';
import type { Db } from '../db/open.ts';
import { isSqliteError } from '../db/sqlite-error.ts';
import { type Facts, factsOf } from './facts.ts';

/** A running number: how far it has come in each series. */
export type Counters = { cases: Series[]; orders: Series[] };
type Series = { series: string; last: number };

/** Citizens who want no messages, by the keyed hash of their number. */
export type Unsubscribed = { phone_mac: Buffer; at: number; source: string };

/** What stands in the file that a backup takes the place of. */
export type Replaced = { facts: Facts; counters: Counters; unsubscribed: Unsubscribed[] };

/** Null where there is none, or it can no longer be read: that is why one restores. */
export function readReplaced(database: string): Replaced | null {
  if (!beginsAsOurs(database)) return null;
  let db: Db | undefined;
  try {
    db = connect(database, { readonly: true });
    const facts = factsOf(db, statSync(database).size);
    return { facts, counters: countersOf(db), unsubscribed: unsubscribedOf(db) };
  } catch (error) {
    if (isSqliteError(error, 'SQLITE')) return null;
    throw error;
  } finally {
    db?.close();
  }
}

export function countersOf(db: Db): Counters {
  const rows = (sql: string) => db.prepare(sql).all() as Series[];
  return {
    cases: rows('SELECT day AS series, last FROM case_numbers'),
    orders: hasTable(db, 'number_series') ? rows('SELECT series, last FROM number_series') : [],
  };
}

/** Of a damaged file as far as it can be had: the running numbers weigh more. */
function unsubscribedOf(db: Db): Unsubscribed[] {
  try {
    if (!hasTable(db, 'unsubscribed')) return [];
    return db.prepare('SELECT phone_mac, at, source FROM unsubscribed').all() as Unsubscribed[];
  } catch (error) {
    if (isSqliteError(error, 'SQLITE')) return [];
    throw error;
  }
}

function hasTable(db: Db, name: string): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;
}

/**
 * What can be known of the time since the backup was made: all of it ('whole'), or nothing, because there is no old file,
 * it cannot be read, or it does not go on from the backup, as a new one does that was set up after the loss.
 */
export type Past = 'whole' | 'none' | 'unreadable' | 'other';

/** Numbers that were given out since the backup are known only where the old file has come as far as the backup. */
export function pastOf(copy: Db, database: string, replaced: Replaced | null): Past {
  if (!existsSync(database)) return 'none';
  if (replaced === null) return 'unreadable';
  return goesOn(copy, replaced) ? 'whole' : 'other';
}

function goesOn(copy: Db, { counters, facts }: Replaced): boolean {
  const [then, now] = [
    countersOf(copy).cases,
    new Map(counters.cases.map((each) => [each.series, each.last])),
  ];
  // Imported cases take no number.
  if (then.length === 0) return facts.cases >= factsOf(copy, 0).cases;
  return then.every(({ series, last }) => (now.get(series) ?? 0) >= last);
}

/** Cases that stand in the replaced file only: somebody has to enter them again. */
export type Missing = { cases: number; first: string; last: string; from: number };

const MISSING = `SELECT o.id, o.number, o.received_at AS at FROM replaced.cases o
  WHERE NOT EXISTS (SELECT 1 FROM main.cases n WHERE n.number = o.number)`;
const SUMMED = `WITH missing AS MATERIALIZED (${MISSING})
  SELECT count(*) AS cases, (SELECT number FROM missing ORDER BY id LIMIT 1) AS first,
    (SELECT number FROM missing ORDER BY id DESC LIMIT 1) AS last, min(at) AS "from" FROM missing`;

/**
 * Which cases of the replaced file the copy lacks, as far as it can be read.
 * @returns null where none are known
 */
export function missingSince(copy: Db, database: string): Missing | null {
  if (readReplaced(database) === null) return null;
  copy.prepare('ATTACH ? AS replaced').run(database);
  try {
    const found = copy.prepare(SUMMED).get() as Missing;
    return found.cases === 0 ? null : found;
  } catch (error) {
    if (isSqliteError(error, 'SQLITE')) return null;
    throw error;
  } finally {
    copy.exec('DETACH replaced');
  }
}
