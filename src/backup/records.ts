import { DAY } from '../calendar/days.ts';
import type { Db } from '../db/open.ts';
import { all, prepared, q, run, transact } from '../db/query.ts';
import { noteSetting, settingOf } from '../db/setting.ts';
import type { AuditHead } from './check.ts';
import type { Written } from './files.ts';
import { forgetFound, noteFound } from './found-there.ts';
import { backupName } from './names.ts';
import type { BackupOrder, Outcome } from './order.ts';
import type { Place } from './place.ts';
import type { Sidecar } from './sidecar.ts';

export const BROKEN_OFF = '没有做完：程序中途停止。没有数据丢失，已有的备份不受影响，稍后会重新备份';

/** Writes a line for each folder, before anything is done. @returns their ids, by folder */
export function noteBegun(db: Db, order: BackupOrder, userId: number | null): Map<string, number> {
  const { kind, at, policy, places } = order;
  const encrypted = policy.recipient !== '';
  const row = { kind, file: backupName({ ...order, encrypted }), started_at: at, by_user: userId };
  return transact(db, () => {
    const begin = (folder: string) =>
      run(db, q.insertInto('backups').values({ ...row, folder, encrypted: Number(encrypted) })).id;
    return new Map(places.map(({ folder }) => [folder, begin(folder)]));
  });
}

/** The serving process makes only one at a time: before it begins, whatever stands open was broken off. */
export function noteBrokenOff(db: Db, now: number, fault = BROKEN_OFF): void {
  run(db, q.updateTable('backups').set({ ended_at: now, ok: 0, fault }).where('ended_at', 'is', null));
}

/** How long it is remembered what failed and what is gone, in days; what lies there stays in the list. */
const REMEMBERED_DAYS = 90;
const FORGET = `DELETE FROM backups WHERE coalesce(removed_at, ended_at) < ? AND (ok = 0 OR removed_at IS NOT NULL)
  AND id NOT IN (SELECT backup_id FROM restore_drills WHERE backup_id IS NOT NULL)`;

/** Takes lines off the list that nobody looks for any more. */
export function forgetOldLines(db: Db, now: number): void {
  prepared(db, FORGET).run(now - REMEMBERED_DAYS * DAY);
}

/** What came of it in one folder, and what is no longer there. */
export function noteOutcome(db: Db, id: number, outcome: Outcome, now: number): void {
  const { folder, fault, sidecar, mounted, tidied } = outcome;
  transact(db, () => {
    const end = sidecar ? goodEnd(sidecar) : { ok: 0, fault };
    run(
      db,
      q
        .updateTable('backups')
        .set({ ...end, ended_at: now })
        .where('id', '=', id),
    );
    noteGone(db, folder, [...tidied.removed, ...tidied.missing], now);
    for (const each of tidied.found) noteFound(db, folder, each, now);
    if (sidecar && mounted) rememberMount(db, folder);
  });
}

/** Of a backup that a copy was restored from: what was found out of the file, and where it lies. */
export type Origin = {
  folder: string;
  file: string;
  written: Written;
  counts: Record<string, number>;
  audit: AuditHead | null;
};

/**
 * In a backup its own lines stand open, one for each folder: that of the file itself is a good one. Of the other folders
 * nobody knows here; what lies there is found with the next backup.
 */
export function noteOrigin(copy: Db, { folder, file, written, counts, audit }: Origin, now: number): void {
  const own = q.updateTable('backups').set({ ...goodEnd({ ...written, counts, audit }), ended_at: now });
  run(copy, own.where('ended_at', 'is', null).where('folder', '=', folder).where('file', '=', file));
  run(copy, q.deleteFrom('backups').where('ended_at', 'is', null));
}

/** Which of these lines came to nothing, and why. */
export function failedOf(db: Db, ids: readonly number[]): { file: string; folder: string; fault: string }[] {
  const lines = q.selectFrom('backups').select(['file', 'folder', 'fault']).where('id', 'in', ids);
  return all(db, lines.where('ok', '=', 0).orderBy('id'));
}

/** A whole line at once: of a backup that another process made. */
export function noteMade(db: Db, order: BackupOrder, outcomes: readonly Outcome[], now: number): void {
  transact(db, () => {
    // The server may have found it in the meantime.
    const file = backupName({ ...order, encrypted: order.policy.recipient !== '' });
    for (const { folder } of order.places) forgetFound(db, folder, file);
    const ids = noteBegun(db, order, null);
    for (const outcome of outcomes) noteOutcome(db, ids.get(outcome.folder) ?? 0, outcome, now);
  });
}

function goodEnd({ bytes, sha256, counts, audit }: Pick<Sidecar, 'bytes' | 'sha256' | 'counts' | 'audit'>) {
  const head = { audit_id: audit?.id ?? null, audit_hash: audit ? Buffer.from(audit.hash, 'hex') : null };
  return { ok: 1, bytes, sha256, counts: JSON.stringify(counts), ...head };
}

function noteGone(db: Db, folder: string, files: readonly string[], now: number): void {
  const gone = q.updateTable('backups').set({ removed_at: now }).where('folder', '=', folder);
  for (const file of files) run(db, gone.where('file', '=', file).where('removed_at', 'is', null));
}

/** Folders where a disk or a share was mounted when a good one was written last. */
const MOUNTS = 'backup_mounts';

/**
 * Where it has to go, the machine's own disks first: a share that does not answer holds up none of them, and while it is
 * written to, nothing has to be kept open of the database.
 */
export function placesOf(db: Db, folders: readonly string[], own: string): Place[] {
  const mounts = mountsOf(db);
  return folders
    .map((folder) => ({ folder, own: folder === own, mounted: mounts.includes(folder) }))
    .toSorted((a, b) => Number(a.mounted) - Number(b.mounted));
}

function rememberMount(db: Db, folder: string): void {
  const mounts = mountsOf(db);
  if (!mounts.includes(folder)) noteSetting(db, MOUNTS, JSON.stringify([...mounts, folder]));
}

function mountsOf(db: Db): string[] {
  return JSON.parse(settingOf(db, MOUNTS) ?? '[]') as string[];
}
