import { DAY, HOUR, MINUTE } from '../calendar/days.ts';
import { dayOf, startOfDay } from '../calendar/local-time.ts';
import type { BackupPolicy } from '../presets/types.ts';

/** When the newest good ones were begun, and the newest by itself that came to nothing; epoch ms, never after now. */
export type History = { hourly: number | null; nightly: number | null; failed: number | null };

/** So shortly before a nightly one no hourly one is made: the nightly one is that of its hour. */
const SOON = 15 * MINUTE;
const AGAIN_AFTER = 15 * MINUTE;
/** It is looked every five minutes, and never to the second. */
const SLACK = 2 * MINUTE;

/**
 * Which backup has to be made now, if any (X-M1); whatever was missed while the server was off is made up once. A
 * nightly one also counts as the one of its hour.
 */
export function dueBackup(policy: BackupPolicy, history: History, now: number): 'nightly' | 'hourly' | null {
  const { hourly, nightly, failed } = history;
  if (failed !== null && now - failed < AGAIN_AFTER - SLACK) return null;
  if (nightly === null || nightly < lastNightly(policy, now)) return 'nightly';
  const newest = Math.max(hourly ?? nightly, nightly);
  const nightlyComes = lastNightly(policy, now + SOON) !== lastNightly(policy, now);
  return policy.hourly && now - newest >= HOUR - SLACK && !nightlyComes ? 'hourly' : null;
}

/** When the nightly one last had to be made. */
function lastNightly({ nightlyAt }: BackupPolicy, now: number): number {
  const [hours = 0, minutes = 0] = nightlyAt.split(':').map(Number);
  const today = startOfDay(dayOf(now)) + hours * HOUR + minutes * MINUTE;
  return today <= now ? today : today - DAY;
}
