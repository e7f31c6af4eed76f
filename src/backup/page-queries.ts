import type { Db } from '../db/open.ts';
import { all, first, prepared, q } from '../db/query.ts';

/** An attempt at one folder that has come to its end. */
export type Attempt = { ok: number; fault: string; started_at: number };

/** So many attempts at all folders together are looked at. */
const LOOKED_AT = 300;

const ENDED = `SELECT ok, fault, started_at FROM (SELECT * FROM backups ORDER BY id DESC LIMIT ${LOOKED_AT})
  WHERE folder = ? AND ended_at IS NOT NULL AND started_at <= ? ORDER BY started_at DESC, id DESC LIMIT 20`;

/** The newest attempts at a folder, newest first; without those of a clock that was ahead. */
export function lastAttempts(db: Db, folder: string, now: number): Attempt[] {
  return prepared(db, ENDED).all(folder, now) as Attempt[];
}

/** How many good ones lie in a folder, and their bytes together. */
export function heldIn(db: Db, folder: string): { count: number; bytes: number } {
  const held = q
    .selectFrom('backups')
    .select((build) => [build.fn.countAll<number>().as('count'), build.fn.sum<number>('bytes').as('bytes')])
    .where('folder', '=', folder)
    .where('ok', '=', 1)
    .where('removed_at', 'is', null);
  const found = first(db, held);
  return { count: found?.count ?? 0, bytes: found?.bytes ?? 0 };
}

/** In which folders a backup of this name lies. */
export function foldersWith(db: Db, file: string): string[] {
  const standing = q
    .selectFrom('backups')
    .select('folder')
    .where('file', '=', file)
    .where('ok', '=', 1)
    .where('removed_at', 'is', null);
  return all(db, standing.orderBy('id')).map(({ folder }) => folder);
}

/** Which folders it was to go to when it was made. */
export function foldersTried(db: Db, file: string): string[] {
  const rows = q.selectFrom('backups').select('folder').where('file', '=', file);
  return all(db, rows.orderBy('id')).map(({ folder }) => folder);
}

/** Wherever backups lie, also in folders that are no longer chosen. */
export function foldersHeld(db: Db): string[] {
  const standing = q.selectFrom('backups').select('folder').distinct().where('ok', '=', 1);
  return all(db, standing.where('removed_at', 'is', null)).map(({ folder }) => folder);
}

/** One good backup that lies where it was put, as far as the database knows. */
export function standingById(db: Db, id: number) {
  const wanted = q.selectFrom('backups').selectAll().where('id', '=', id);
  return first(db, wanted.where('ok', '=', 1).where('removed_at', 'is', null)) ?? null;
}

export type StandingBackup = NonNullable<ReturnType<typeof standingById>>;

const MADE = `SELECT max((SELECT min(set_at) FROM policies),
  (SELECT applied_at FROM migrations WHERE name = '0005-survival.sql'))`;

/** Since when there could have been backups: the system was set up, and its program makes them. Epoch ms. */
export function backupsSince(db: Db): number {
  return prepared(db, MADE).pluck().get() as number;
}

const CHOSEN = `SELECT max(in_force_from) FROM policies WHERE key = 'backup' AND in_force_from <= ?`;

/** When the folders were last chosen anew; null where nobody ever did. */
export function foldersSince(db: Db, now: number): number | null {
  return prepared(db, CHOSEN).pluck().get(now) as number | null;
}

/** The newest line of the audit log. */
export function auditHead(db: Db): { id: number; hash: Buffer } | null {
  const newest = q.selectFrom('audit_log').select(['id', 'hash']).orderBy('id', 'desc').limit(1);
  return first(db, newest) ?? null;
}
