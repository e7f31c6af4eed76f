import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';

const SINCE = `SELECT coalesce((SELECT CAST(value AS INTEGER) FROM settings WHERE key = 'reminders_since'),
  (SELECT applied_at FROM migrations WHERE number = 4))`;
const BEGIN = `INSERT INTO settings (key, value) VALUES ('reminders_since', ?)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value`;

/**
 * Since when this file knows reminders: what fell due before that is not made up for. A moment still to come was
 * noted by a clock that went wrong, and hides nothing.
 */
export function remindersSince(db: Db, now: number): number {
  const since = Number(prepared(db, SINCE).pluck().get());
  return since <= now ? since : 0;
}

/** Reminders begin now, whatever the file has lived through before. */
export function beginReminders(db: Db, now: number): void {
  prepared(db, BEGIN).run(String(now));
}
