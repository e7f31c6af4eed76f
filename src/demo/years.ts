import { forgetCalendar } from '../calendar/current.ts';
import { DAY } from '../calendar/days.ts';
import { dayOf } from '../calendar/local-time.ts';
import { seedPublishedYears } from '../calendar/store.ts';
import type { Db } from '../db/open.ts';
import { all, q, run } from '../db/query.ts';

export const PROVISIONAL = '演示用，未含节假日';

/** The demonstration looks back a quarter and its limits reach a few weeks on. */
const BACK = 150 * DAY;
const AHEAD = 200 * DAY;

/**
 * Loads the published years and, where the demonstration needs one that is not published yet, a year of weekends
 * only that says so. A real installation never does this: it asks the administrator.
 * @returns the provisional years, oldest first
 */
export function provideYears(db: Db, now: number): number[] {
  seedPublishedYears(db, now);
  const known = new Set(all(db, q.selectFrom('calendar_years').select('year')).map(({ year }) => year));
  const missing = yearsBetween(now - BACK, now + AHEAD).filter((year) => !known.has(year));
  for (const year of missing) {
    run(db, q.insertInto('calendar_years').values({ year, source: PROVISIONAL, loaded_at: now }));
  }
  forgetCalendar(db);
  return missing;
}

function yearsBetween(from: number, to: number): number[] {
  const first = Number(dayOf(from).slice(0, 4));
  const last = Number(dayOf(to).slice(0, 4));
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}
