import type { Db } from '../db/open.ts';
import { prepared, q, run } from '../db/query.ts';
import type { FoundThere } from './tidy.ts';

const FAILED = `DELETE FROM backups WHERE folder = ? AND file = ? AND ok = 0`;
const STANDS = `SELECT 1 FROM backups WHERE folder = ? AND file = ? AND ok = 1 AND removed_at IS NULL`;

/**
 * A good one that lies there comes onto the list, to be kept by the rules and downloaded. What of the audit log is in it
 * is not noted: it may belong to a past that a restore has ended.
 */
export function noteFound(db: Db, folder: string, { file, kind, sidecar }: FoundThere, now: number): void {
  const [bytes, sha256, counts] = [sidecar.bytes, sidecar.sha256, JSON.stringify(sidecar.counts)];
  prepared(db, FAILED).run(folder, file);
  if (prepared(db, STANDS).get(folder, file) !== undefined) return;
  const line = { folder, file, kind, ok: 1, bytes, sha256, counts, encrypted: Number(sidecar.encrypted) };
  run(db, q.insertInto('backups').values({ ...line, started_at: sidecar.madeAt, ended_at: now }));
}

const FORGET = `DELETE FROM backups WHERE folder = ? AND file = ? AND ok = 1
  AND id NOT IN (SELECT backup_id FROM restore_drills WHERE backup_id IS NOT NULL)`;

/** Whoever made it writes its line anew. */
export function forgetFound(db: Db, folder: string, file: string): void {
  prepared(db, FORGET).run(folder, file);
}
