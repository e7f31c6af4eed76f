import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { noteSetting, settingOf } from '../db/setting.ts';

const SINCE = 'reminders_since';
const INTRODUCED = 'SELECT applied_at FROM migrations WHERE number = 4';

/**
 * Since when this file knows reminders: what fell due before that is not made up for. A moment still to come was
 * noted by a clock that went wrong, and hides nothing.
 */
export function remindersSince(db: Db, now: number): number {
  const since = Number(settingOf(db, SINCE) ?? prepared(db, INTRODUCED).pluck().get());
  return since <= now ? since : 0;
}

/** Reminders begin now, whatever the file has lived through before. */
export function beginReminders(db: Db, now: number): void {
  noteSetting(db, SINCE, String(now));
}
