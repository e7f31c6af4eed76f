import type { Db } from '../db/open.ts';
import { all, q } from '../db/query.ts';
import { createCalendar } from './calendar.ts';
import type { Season, WorkingCalendar } from './types.ts';

/**
 * Reads the calendar as it stands now; make it once and again after a change.
 * @param hours the seasons of the policy in force
 * @throws RangeError when the hours cannot be used
 */
export function loadCalendar(db: Db, hours: readonly Season[]): WorkingCalendar {
  const rows = all(db, q.selectFrom('calendar_days').select(['day', 'kind', 'name']));
  const exceptions = new Map(rows.map(({ day, kind, name }) => [day, { kind, name }]));
  return createCalendar({ years: loadedYears(db), exceptions, hours });
}

export function loadedYears(db: Db): Set<number> {
  return new Set(all(db, q.selectFrom('calendar_years').select('year')).map(({ year }) => year));
}
