import { keysFor } from '../citizens/key.ts';
import { seal, unseal } from '../citizens/sealing.ts';
import type { Db } from '../db/open.ts';

/*
 * The rows that were refused wait in the file to be fetched and corrected. Whoever asked stands in them, and whether it
 * was to be confidential cannot be told of a row that was not understood: the table is sealed (Q-A7).
 */

const SEALED = 'sealed:';

/** As it is stored. Without the key it is not kept; the file that was sent is still there. */
export function storedTable(db: Db, runId: number, csv: string): string {
  const keys = keysFor(db);
  if (csv === '' || !keys) return '';
  return SEALED + seal(keys, csv, placeOf(runId)).toString('base64');
}

/** As it is fetched; empty where it cannot be read without the key. */
export function openedTable(db: Db, runId: number, stored: string): string {
  if (!stored.startsWith(SEALED)) return stored;
  const keys = keysFor(db);
  return (keys && unseal(keys, Buffer.from(stored.slice(SEALED.length), 'base64'), placeOf(runId))) ?? '';
}

function placeOf(runId: number): string {
  return `refused rows ${runId}`;
}
