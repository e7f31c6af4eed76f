import type { Db } from '../db/open.ts';
import { all, first, prepared, q } from '../db/query.ts';
import { foldersOf } from './folders.ts';
import type { BackupKind } from './names.ts';

/** Every attempt, folder by folder, newest first; with who asked for it. */
export function backupsListed(db: Db, limit: number) {
  return all(
    db,
    q
      .selectFrom('backups')
      .leftJoin('users', 'users.id', 'backups.by_user')
      .selectAll('backups')
      .select('users.name as by_name')
      .orderBy('backups.started_at', 'desc')
      .orderBy('backups.id', 'desc')
      .limit(limit),
  );
}

export type ListedBackup = ReturnType<typeof backupsListed>[number];

/**
 * The newest good one that still lies there: in this folder, or in any (null). One that somebody made by hand into a
 * folder of his own does not count for all: it may be gone with the stick it lies on.
 * @param now leaves out what was made while the clock was ahead: how old it is nobody knows
 */
export function lastGood(db: Db, folder: string | null, now = Number.MAX_SAFE_INTEGER) {
  const good = q.selectFrom('backups').selectAll().where('ok', '=', 1).where('removed_at', 'is', null);
  const standing = good.where('started_at', '<=', now);
  const there =
    folder === null
      ? standing.where((backup) =>
          backup.or([backup('kind', '<>', 'command'), backup('folder', 'in', foldersOf(db, db.name, now))]),
        )
      : standing.where('folder', '=', folder);
  return first(db, there.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(1)) ?? null;
}

/** When the newest good one that still lies there was begun: all that was saved by then is in it. Epoch ms. */
export function lastBackupAt(db: Db, now: number): number | null {
  return lastGood(db, null, now)?.started_at ?? null;
}

/** Those that lie in a folder as far as the database knows. */
export function standingIn(db: Db, folder: string) {
  const standing = q
    .selectFrom('backups')
    .select(['id', 'file'])
    .where('ok', '=', 1)
    .where('removed_at', 'is', null);
  return all(db, standing.where('folder', '=', folder));
}

/** When the newest good one of these kinds was begun, as long as that is not in the future: clocks are set back. */
export function lastGoodOf(db: Db, kinds: readonly BackupKind[], now: number): number | null {
  const good = q.selectFrom('backups').select('started_at').where('ok', '=', 1).where('kind', 'in', kinds);
  return (
    first(db, good.where('started_at', '<=', now).orderBy('started_at', 'desc').limit(1))?.started_at ?? null
  );
}

/** Among the newest attempts only: what failed before them no longer counts. */
const FAILED = `SELECT max(started_at) FROM (SELECT * FROM backups ORDER BY id DESC LIMIT 50) AS tried
  WHERE kind IN ('hourly', 'nightly') AND ok = 0 AND started_at <= ?
    AND NOT EXISTS (SELECT 1 FROM backups AS good WHERE good.ok = 1 AND good.id >= tried.id - 10 AND good.file = tried.file)`;

/** When the last one by itself was begun of which no folder has anything. */
export function lastFailedAt(db: Db, now: number): number | null {
  return prepared(db, FAILED).pluck().get(now) as number | null;
}
