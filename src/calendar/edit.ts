// What an administrator changes in the calendar, and which of its rows that concerns.
import type { Db } from '../db/open.ts';
import { all, q, run } from '../db/query.ts';
import { type Day, dayNumber } from './days.ts';
import { loadedYears } from './load.ts';
import type { PublishedDay } from './published.ts';
import type { DayException, DayKind } from './types.ts';

/** A whole year, new or in place of what stood there, or one day; `ordinary`: as its weekday has it. */
export type Edit =
  | {
      readonly what: 'year';
      readonly year: number;
      readonly source: string;
      readonly days: readonly PublishedDay[];
    }
  | { readonly what: 'day'; readonly day: Day; readonly kind: DayKind | 'ordinary'; readonly name: string };

export type DayChange = { day: Day; from: DayException | null; to: DayException | null };

export type Difference = {
  /** The row of the year, where the edit is of a whole one. */
  year: { year: number; source: string; isNew: boolean } | null;
  days: readonly DayChange[];
};

/** What the edit would change in the calendar as it stands; no days and no new year: nothing. */
export function differenceOf(db: Db, edit: Edit): Difference {
  const rows = all(db, q.selectFrom('calendar_days').selectAll());
  const before = new Map(rows.map(({ day, kind, name }) => [day, { kind, name }]));
  const after = wanted(edit, [...before.keys()]);
  const days = [...after]
    .map(([day, to]) => ({ day, from: before.get(day) ?? null, to }))
    .filter(({ from, to }) => from?.kind !== to?.kind || from?.name !== to?.name)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
  if (edit.what === 'day') return { year: null, days };
  const { year, source } = edit;
  return { year: { year, source, isNew: !loadedYears(db).has(year) }, days };
}

export function changesNothing({ year, days }: Difference): boolean {
  return days.length === 0 && !year?.isNew;
}

/** Every day that is otherwise after the edit, as days since 1970-01-01: of a new year all of them. */
export function changedDays({ year, days }: Difference): number[] {
  const numbers = new Set(days.map(({ day }) => dayNumber(day)));
  if (year?.isNew) {
    const end = dayNumber(`${year.year + 1}-01-01`);
    for (let number = dayNumber(`${year.year}-01-01`); number < end; number++) numbers.add(number);
  }
  return [...numbers].sort((a, b) => a - b);
}

/** What each day concerned shall be; a year's list also takes away what it does not name. */
function wanted(edit: Edit, known: readonly Day[]): Map<Day, DayException | null> {
  if (edit.what === 'day') {
    const { day, kind, name } = edit;
    return new Map([[day, kind === 'ordinary' ? null : { kind, name }]]);
  }
  const gone = known.filter((day) => day.startsWith(`${edit.year}-`));
  return new Map<Day, DayException | null>([
    ...gone.map((day): [Day, null] => [day, null]),
    ...edit.days.map(({ day, kind, name }): [Day, DayException] => [day, { kind, name }]),
  ]);
}

/** Writes the rows, in the caller's transaction. @param now epoch ms, recorded with the year */
export function writeDifference(db: Db, { year, days }: Difference, now: number): void {
  if (year) {
    run(db, q.deleteFrom('calendar_years').where('year', '=', year.year));
    const { source } = year;
    run(db, q.insertInto('calendar_years').values({ year: year.year, source, loaded_at: now }));
  }
  for (const { day, to } of days) {
    run(db, q.deleteFrom('calendar_days').where('day', '=', day));
    if (to) run(db, q.insertInto('calendar_days').values({ day, kind: to.kind, name: to.name }));
  }
}
