// The calendar's rows. An administrator's own entries always win over the published ones.
import type { Db } from '../db/open.ts';
import { all, q, run, transact } from '../db/query.ts';
import { createCalendar } from './calendar.ts';
import { type PublishedYear, publishedYears } from './published.ts';
import type { Season, WorkingCalendar } from './types.ts';

const SOURCE = '国务院办公厅放假安排';

/**
 * Adds each published year that the table lacks; for every start of the program.
 * @param now epoch ms, recorded with the year
 * @returns the years added
 */
export function seedPublishedYears(db: Db, now: number): number[] {
  const known = loadedYears(db);
  const missing = publishedYears().filter(({ year }) => !known.has(year));
  if (missing.length > 0) {
    transact(db, () => {
      for (const year of missing) addYear(db, year, now, SOURCE);
    });
  }
  return missing.map(({ year }) => year);
}

function addYear(db: Db, { year, exceptions }: PublishedYear, now: number, source: string): void {
  run(db, q.insertInto('calendar_years').values({ year, source, loaded_at: now }));
  const days = q
    .insertInto('calendar_days')
    .orIgnore()
    .values([...exceptions]);
  run(db, days);
}

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

function loadedYears(db: Db): Set<number> {
  return new Set(all(db, q.selectFrom('calendar_years').select('year')).map(({ year }) => year));
}

/**
 * Adds a year that an administrator has typed in. Years already loaded stay as they are: open limits depend on them.
 * @returns false when the year was there already
 */
export function addTypedYear(db: Db, year: PublishedYear, now: number): boolean {
  return transact(db, () => {
    if (loadedYears(db).has(year.year)) return false;
    addYear(db, year, now, '系统管理员录入');
    return true;
  });
}
