import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSidecar } from '../backup/sidecar.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { KnownHead } from './heads.ts';

/** The heads of the log that were noted when backups were made: in the file itself, and beside each backup. */
export function headsBesideBackups(db: Db, folders: readonly string[]): KnownHead[] {
  return [...headsOfBackups(db), ...folders.flatMap(headsInFolder)];
}

const NOTED = `SELECT audit_id AS id, audit_hash AS hash, started_at AS at, file FROM backups
  WHERE audit_id IS NOT NULL AND audit_hash IS NOT NULL`;

function headsOfBackups(db: Db): KnownHead[] {
  const rows = prepared(db, NOTED).all() as { id: number; hash: Buffer; at: number; file: string }[];
  return rows.map(({ id, hash, at, file }) => ({
    id,
    hash: hash.toString('hex'),
    at,
    where: `备份 ${file}`,
  }));
}

/** The notes beside the backups of a folder. What is no such note, or cannot be read just now, is passed over. */
function headsInFolder(folder: string): KnownHead[] {
  try {
    const notes = readdirSync(folder).filter((name) => name.endsWith('.json'));
    return notes.map((name) => name.replace(/\.json$/, '')).flatMap((name) => headOf(folder, name) ?? []);
  } catch {
    return [];
  }
}

function headOf(folder: string, name: string): KnownHead | null {
  const known = readSidecar(join(folder, name));
  return known?.audit ? { ...known.audit, at: known.madeAt, where: `备份 ${name}` } : null;
}
