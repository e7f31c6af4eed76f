import { dirname, join } from 'node:path';
import type { BackupKind } from '../../src/backup/names.ts';
import type { Db } from '../../src/db/open.ts';
import { q, run } from '../../src/db/query.ts';

type Line = { kind?: BackupKind; folder?: string; file?: string; bytes?: number; encrypted?: 0 | 1 };

const nameAt = (at: number) => `hotline-${at}.db`;

/** A line of a backup that went well, as if it had been made; there is no file. @returns its number */
export function goodBackup(db: Db, at: number, line: Line = {}): number {
  const folder = join(dirname(db.name), 'backup');
  const columns = { kind: 'hourly', folder, file: nameAt(at), bytes: 5_000_000, ...line } as const;
  return run(db, q.insertInto('backups').values({ ...columns, started_at: at, ended_at: at + 1000, ok: 1 }))
    .id;
}

/** One that failed. */
export function badBackup(db: Db, at: number, fault: string, line: Pick<Line, 'folder'> = {}): void {
  const folder = join(dirname(db.name), 'backup');
  const columns = { kind: 'hourly', folder, file: nameAt(at), ...line } as const;
  run(db, q.insertInto('backups').values({ ...columns, started_at: at, ended_at: at + 1000, ok: 0, fault }));
}
