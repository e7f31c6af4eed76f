// What the pages show of a year: its months day by day, and what is special about them.
import type { MonthProps, YearProps } from '../../views/calendar/year.ts';
import type { Db } from '../db/open.ts';
import { all, first, q } from '../db/query.ts';
import { addDays, type Day, weekdayOf } from './days.ts';
import { sayDay } from './edit-words.ts';
import { dayOf } from './local-time.ts';
import { type PublishedDay, publishedYears } from './published.ts';
import type { DayException } from './types.ts';
import { spansOf } from './year-list.ts';

type Exceptions = ReadonlyMap<Day, DayException>;

export type YearRow = { year: number; source: string; loaded_at: number };

export function yearRows(db: Db): YearRow[] {
  return all(db, q.selectFrom('calendar_years').selectAll().orderBy('year'));
}

export function yearRow(db: Db, year: number): YearRow | undefined {
  return first(db, q.selectFrom('calendar_years').selectAll().where('year', '=', year));
}

/** The exceptions that lie in the year, in order. */
export function daysOfYear(db: Db, year: number): PublishedDay[] {
  const days = q.selectFrom('calendar_days').selectAll().where('day', 'like', `${year}-%`);
  return all(db, days.orderBy('day'));
}

/** The list that the program brings along, with the days off that the year after takes from this December. */
export function publishedDays(year: number): PublishedDay[] | null {
  const lists = publishedYears();
  const own = lists.find((each) => each.year === year);
  if (!own) return null;
  const next = lists.find((each) => each.year === year + 1);
  return [...own.exceptions, ...(next?.exceptions.filter(({ day }) => day.startsWith(`${year}-`)) ?? [])];
}

/** How many days of the year stand otherwise than published; null where the program has no list. */
export function daysUnlikePublished(db: Db, year: number): number | null {
  const published = publishedDays(year)?.filter(({ day }) => day.startsWith(`${year}-`));
  if (!published) return null;
  const rest = new Map(daysOfYear(db, year).map(({ day, kind }) => [day, kind]));
  let unlike = 0;
  for (const { day, kind } of published) {
    if (rest.get(day) !== kind) unlike++;
    rest.delete(day);
  }
  return unlike + rest.size;
}

export function monthsOf(db: Db, year: number, now: number): YearProps['months'] {
  const list = daysOfYear(db, year);
  const exceptions: Exceptions = new Map(list.map(({ day, kind, name }) => [day, { kind, name }]));
  return Array.from({ length: 12 }, (_, index) => {
    const month = `${year}-${String(index + 1).padStart(2, '0')}`;
    return monthOf(
      month,
      exceptions,
      list.filter(({ day }) => day.startsWith(month)),
      dayOf(now),
    );
  });
}

function monthOf(
  month: string,
  exceptions: Exceptions,
  list: readonly PublishedDay[],
  today: Day,
): MonthProps {
  const days: Day[] = [];
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) days.push(day);
  const worked = days.reduce((sum, day) => sum + workOn(day, exceptions.get(day)), 0);
  return {
    name: `${Number(month.slice(5))} 月`,
    workdays: worked,
    blanks: weekdayOf(days[0] ?? '') - 1,
    days: days.map((day) => cellOf(day, exceptions.get(day), today)),
    notes: spansOf(list).map(({ day, last, kind, name }) => ({
      when: day === last ? `${date(day)} 日` : `${date(day)} 至 ${date(last)} 日`,
      kind,
      what: kind === 'workday' ? name : `${name}${sayDay(day, { kind, name })}`,
    })),
  };
}

function cellOf(day: Day, exception: DayException | undefined, today: Day): MonthProps['days'][number] {
  return {
    day,
    date: date(day),
    kind: exception?.kind ?? (weekdayOf(day) > 5 ? 'weekend' : 'ordinary'),
    name: exception?.name ?? null,
    today: day === today,
  };
}

function workOn(day: Day, exception: DayException | undefined): number {
  switch (exception?.kind) {
    case 'holiday':
      return 0;
    case 'workday':
      return 1;
    case undefined:
      return weekdayOf(day) > 5 ? 0 : 1;
    default:
      return 0.5;
  }
}

const date = (day: Day) => Number(day.slice(8));
