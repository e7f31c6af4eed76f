import type { Db } from '../db/open.ts';
import type { Policy } from '../policy/policy.ts';
import { loadCalendar } from './load.ts';
import type { WorkingCalendar } from './types.ts';

const cache = new WeakMap<Db, Map<string, WorkingCalendar>>();

/** The working calendar under the office hours of the given policy; read from the file once. */
export function calendarOf(db: Db, policy: Policy): WorkingCalendar {
  let byHours = cache.get(db);
  if (!byHours) {
    byHours = new Map();
    cache.set(db, byHours);
  }
  const key = JSON.stringify(policy.hours);
  let calendar = byHours.get(key);
  if (!calendar) {
    calendar = loadCalendar(db, policy.hours);
    byHours.set(key, calendar);
  }
  return calendar;
}

/** To be called after the calendar's rows have changed. */
export function forgetCalendar(db: Db): void {
  cache.delete(db);
}
