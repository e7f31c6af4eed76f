import { existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { isSame, removeUnfinished, renameForGood, syncFolder } from '../backup/files.ts';
import { momentOf } from '../backup/names.ts';
import { beginsAsOurs } from '../db/header.ts';
import { asideOf, drillCopyIn, lookedAtOf, readyOf, unfinishedOf } from './names.ts';

/** What belongs to a database and may hold the newest of it. */
const TAILS = ['-wal', '-journal'] as const;

/**
 * Gives a file that was made ready the name of the database, and keeps what was there aside: also where this was broken
 * off at any point, so it comes first at each start. What was not made ready is taken away, and what a check or a drill that was broken off has left: it is everything, and open.
 * The lock of the database has to be held.
 * @returns where the old file lies; null where nothing was put aside
 */
export function finishRestore(database: string): string | null {
  for (const copy of [unfinishedOf(database), lookedAtOf(database)]) removeUnfinished(copy);
  removeUnfinished(drillCopyIn(dirname(database)));
  const ready = readyOf(database);
  if (!existsSync(ready)) return null;
  takeIn(database);
  const aside = keepAside(database, momentOf(statSync(ready).mtimeMs));
  // They are the old file's: SQLite would work them into the new one.
  for (const tail of [...TAILS, '-shm']) rmSync(`${database}${tail}`, { force: true });
  syncFolder(dirname(database));
  renameForGood(ready, database);
  return aside;
}

/** One file is easier kept than two: what the old one wrote last is brought into it, as its next start would have done. */
function takeIn(database: string): void {
  if (!holds(`${database}-wal`) || !beginsAsOurs(database)) return;
  let db: Database.Database | undefined;
  try {
    db = new Database(database, { fileMustExist: true, timeout: 0 });
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // Damaged, or the disk is full: it is kept as it is, in two files.
  } finally {
    closeQuietly(db);
  }
}

function closeQuietly(db: Database.Database | undefined): void {
  try {
    db?.close();
  } catch {
    // As above.
  }
}

function keepAside(database: string, moment: string): string | null {
  const own = ['', ...TAILS].filter((tail) => (tail === '' ? existsSync(database) : holds(database + tail)));
  if (own.length === 0) return null;
  const stem = freeStem(database, moment, own);
  for (const tail of own) keep(`${database}${tail}`, `${stem}${tail}`);
  syncFolder(dirname(database));
  return stem;
}

/** Nothing that was put aside is ever overwritten; what an interrupted try has put there already is found again. */
function freeStem(database: string, moment: string, own: readonly string[]): string {
  for (let n = 1; ; n += 1) {
    const stem = asideOf(database, n === 1 ? moment : `${moment}-${n}`);
    if (own.every((tail) => !existsSync(stem + tail) || isSame(database + tail, stem + tail))) return stem;
  }
}

/** A second name, so that the file is there under one of them at every moment. */
function keep(from: string, to: string): void {
  if (existsSync(to)) return;
  try {
    linkSync(from, to);
  } catch {
    // Not every file system knows second names. The new file lies ready by now.
    renameSync(from, to);
  }
}

function holds(path: string): boolean {
  return existsSync(path) && statSync(path).size > 0;
}
