import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { ChainedLine } from './chain.ts';

export type StoredLine = ChainedLine & { hash: Buffer };
export type Cut = { at: number; through_id: number; through_hash: Buffer; lines: number };

const LINES = 'SELECT id, at, user_id, who, act, subject, detail, ip, hash FROM audit_log ORDER BY id';

/** The whole log from its beginning, one line after the other. */
export function linesInOrder(db: Db): IterableIterator<StoredLine> {
  // A statement of its own: one that is being walked through cannot be used for anything else.
  return db.prepare(LINES).iterate() as IterableIterator<StoredLine>;
}

/** The first lines of the log. */
export function firstLines(db: Db, limit: number): StoredLine[] {
  return prepared(db, `${LINES} LIMIT ?`).all(limit) as StoredLine[];
}

export function cutsOf(db: Db): Cut[] {
  return prepared(
    db,
    'SELECT at, through_id, through_hash, lines FROM audit_cuts ORDER BY id',
  ).all() as Cut[];
}

export function lastCut(db: Db): Cut | undefined {
  const last = 'SELECT at, through_id, through_hash, lines FROM audit_cuts ORDER BY id DESC LIMIT 1';
  return prepared(db, last).get() as Cut | undefined;
}

export function newestLine(db: Db): { id: number; hash: Buffer } | undefined {
  const newest = 'SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1';
  return prepared(db, newest).get() as { id: number; hash: Buffer } | undefined;
}

/** The line of this number, or where it is gone the one that stands next. */
export function nextLine(db: Db, id: number): { id: number } | undefined {
  const next = 'SELECT id FROM audit_log WHERE id >= ? ORDER BY id LIMIT 1';
  return prepared(db, next).get(id) as { id: number } | undefined;
}

export function hashOfLine(db: Db, id: number): Buffer | undefined {
  return prepared(db, 'SELECT hash FROM audit_log WHERE id = ?').pluck().get(id) as Buffer | undefined;
}

/** When the file was set back to a backup, line by line as the log says. */
export function restoresIn(db: Db): { id: number; at: number }[] {
  const restores = `SELECT id, at FROM audit_log WHERE act = 'backup_restored' ORDER BY at`;
  return prepared(db, restores).all() as { id: number; at: number }[];
}

/** Puts a cut on the record; the line of the log that tells of it is written before. */
export function writeCut(db: Db, cut: Cut): void {
  const insert = `INSERT INTO audit_cuts (id, at, through_id, through_hash, lines)
    VALUES ((SELECT coalesce(max(id), 0) + 1 FROM audit_cuts), @at, @through_id, @through_hash, @lines)`;
  prepared(db, insert).run(cut);
}

export function removeCut(db: Db, through: number): void {
  prepared(db, 'DELETE FROM audit_log WHERE id <= ?').run(through);
}
