import { DAY, HOUR } from '../calendar/days.ts';
import { dayOf, monthOf, startOfDay } from '../calendar/local-time.ts';
import type { Db } from '../db/open.ts';
import { firstBackupAt, lastDrills } from './drill-queries.ts';

/** So long without a good drill is too long, whatever the hour. */
export const MOST_DAYS_WITHOUT = 40;
/** By night, when nobody waits for the disk: from three to six. */
const [NIGHT_FROM, NIGHT_TO] = [3 * HOUR, 6 * HOUR];
/** One that failed is tried again the next night. */
const PAUSE = 20 * HOUR;

/** X-M1: once in each month; decided by the rows and the time alone, so that a server which was off makes up for it. */
export function isDrillDue(db: Db, now: number): boolean {
  const { good, any } = lastDrills(db);
  const since = firstBackupAt(db);
  if (since === null || (any !== null && Math.abs(now - any) < PAUSE)) return false;
  if (isTooLong(good, since, now)) return true;
  return isNight(now) && (good === null || monthOf(good) !== monthOf(now));
}

/** Whether it was too long without a good one, although there were backups to try. Epoch ms. */
export function isTooLong(good: number | null, firstBackup: number, now: number): boolean {
  return now - Math.max(good ?? 0, firstBackup) > MOST_DAYS_WITHOUT * DAY;
}

function isNight(now: number): boolean {
  const time = now - startOfDay(dayOf(now));
  return time >= NIGHT_FROM && time < NIGHT_TO;
}
