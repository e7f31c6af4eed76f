import type { Db } from './open.ts';
import { prepared } from './query.ts';

/*
 * Small things the program remembers in the file: one row a key. What people may choose is policy (src/policy).
 */

const READ = 'SELECT value FROM settings WHERE key = ?';
const WRITE = `INSERT INTO settings (key, value) VALUES (?, ?)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value`;

/** Null where nothing was ever noted. */
export function settingOf(db: Db, key: string): string | null {
  return (prepared(db, READ).pluck().get(key) as string | undefined) ?? null;
}

export function noteSetting(db: Db, key: string, value: string): void {
  prepared(db, WRITE).run(key, value);
}
