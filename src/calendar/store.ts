// Brings the published years into the file. An administrator's own entries always win over the published ones.
import type { Db } from '../db/open.ts';
import { all, first, q, run, transact } from '../db/query.ts';
import { changeAtOnce } from './change.ts';
import { loadedYears } from './load.ts';
import { type PublishedYear, publishedYears } from './published.ts';

export const PUBLISHED = '国务院办公厅放假安排';

/**
 * Adds each published year that the table lacks; for every start of the program. Where cases are there already, limits
 * that waited for the year start, and those that December's days off concern move, each on the record.
 * @param now epoch ms, recorded with the year
 * @returns the years added
 */
export function seedPublishedYears(db: Db, now: number): number[] {
  const known = loadedYears(db);
  const missing = publishedYears().filter(({ year }) => !known.has(year));
  if (missing.length === 0) return [];
  if (first(db, q.selectFrom('cases').select('id').limit(1)))
    return missing.filter((year) => addBesideCases(db, year, now)).map(({ year }) => year);
  transact(db, () => {
    for (const year of missing) addYear(db, year, now);
  });
  return missing.map(({ year }) => year);
}

/** @returns false where a limit would be pushed into a year that is not known: then the administrator has to see to it */
function addBesideCases(db: Db, published: PublishedYear, now: number): boolean {
  const own = new Set(all(db, q.selectFrom('calendar_days').select('day')).map(({ day }) => day));
  const { year } = published;
  const kept = all(db, q.selectFrom('calendar_days').selectAll().where('day', 'like', `${year}-%`));
  const days = [...kept, ...published.exceptions.filter(({ day }) => !own.has(day))];
  return changeAtOnce(db, { what: 'year', year, source: PUBLISHED, days }, now).done;
}

function addYear(db: Db, { year, exceptions }: PublishedYear, now: number): void {
  run(db, q.insertInto('calendar_years').values({ year, source: PUBLISHED, loaded_at: now }));
  const days = q
    .insertInto('calendar_days')
    .orIgnore()
    .values([...exceptions]);
  run(db, days);
}
