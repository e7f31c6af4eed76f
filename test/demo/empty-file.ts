import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, openDatabase } from '../../src/db/open.ts';

export type EmptyFile = { db: Db; close: () => void };

/** A fresh file with nothing in it, not even a calendar. */
export function emptyFile(now: number): EmptyFile {
  const folder = mkdtempSync(join(tmpdir(), 'hotline-'));
  const { db, close } = openDatabase(join(folder, 'hotline.db'), now);
  return {
    db,
    close: () => {
      close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
