import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { sealCalls } from './calls.ts';
import { sealCitizens } from './identity.ts';
import { noteKey, useKeyFile } from './key.ts';

/**
 * Gives the serving process the key of its database. With the first key, what a program without one wrote openly is
 * sealed, and leaves the log of writes too.
 */
export function openWithKey(db: Db, path: string): void {
  if (!useKeyFile(db, path).first) return;
  transact(db, () => {
    sealOpenOnes(db);
    noteKey(db);
  });
  db.pragma('wal_checkpoint(TRUNCATE)');
}

/** Seals every identity of a confidential case that stands open. */
export function sealOpenOnes(db: Db): void {
  sealCitizens(db);
  sealCalls(db);
}
