import { closeSync, existsSync, fsyncSync, openSync, renameSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../backup/files.ts';
import type { Db } from '../db/open.ts';
import { readyOf } from './names.ts';
import { ownLike } from './owner.ts';

/** In one file: nothing of it is left in its log of writes. */
export function closeWhole(db: Db): void {
  const busy = db.pragma('wal_checkpoint(TRUNCATE)', { simple: true });
  if (busy !== 0) throw new Error(`another program is reading ${db.name}`);
  db.close();
}

/** From here on the next start finishes it. Its time tells under which name the old file is kept. */
export function makeReady(copy: string, database: string, now: number): void {
  const model = existsSync(database) ? database : dirname(database);
  for (const file of [copy, `${database}-lock`]) ownLike(file, model);
  utimesSync(copy, now / 1000, now / 1000);
  const file = openSync(copy, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(copy, readyOf(database));
  syncFolder(dirname(database));
}
