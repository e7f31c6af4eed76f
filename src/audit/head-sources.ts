import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { policyAt } from '../policy/policy.ts';
import type { KnownHead } from './heads.ts';

/** Where backups are written, for a file that lies at `database`. */
export function backupFolders(db: Db, database: string, now: number): string[] {
  const { folders } = policyAt(db, now).backup;
  return folders.length > 0 ? [...folders] : [join(dirname(database), 'backup')];
}

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
export function headsInFolder(folder: string): KnownHead[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    return names.flatMap((name) => headIn(join(folder, name), name.replace(/\.json$/, '')) ?? []);
  } catch {
    return [];
  }
}

const sidecar = z.object({
  made: z.object({ epoch: z.number() }),
  audit: z.object({ id: z.int(), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
});

function headIn(path: string, name: string): KnownHead | null {
  try {
    const { made, audit } = sidecar.parse(JSON.parse(readFileSync(path, 'utf8')));
    return { ...audit, at: made.epoch, where: `备份 ${name}` };
  } catch {
    return null;
  }
}
