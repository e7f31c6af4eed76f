// Lists of a year's exceptions, wherever they come from: what holds for each of their days, and the lines of the form.
import { addDays, type Day, weekdayOf } from './days.ts';
import { SHORT_KINDS } from './kinds.ts';
import type { PublishedDay } from './published.ts';
import type { DayKind } from './types.ts';

export const MADE_UP = '调休上班';

/** A day of the list; make-up workdays are named after their holiday, once. */
export function listedDay(day: Day, kind: DayKind, name: string): PublishedDay {
  return { day, kind, name: kind === 'workday' && !name.endsWith(MADE_UP) ? `${name}${MADE_UP}` : name };
}

/** What is wrong with a day in the list of a year, or null. December's days off may come with the next year's list. */
export function dayProblem(year: number, { day, kind }: PublishedDay): string | null {
  if (!day.startsWith(`${year}-`) && !day.startsWith(`${year - 1}-12-`)) return `${day} 不在 ${year} 年`;
  if (kind === 'workday' && weekdayOf(day) <= 5) return `${day} 本来就是工作日，调休上班应在周末`;
  return null;
}

export const NO_HOLIDAY = '没有任何节假日，请按国务院办公厅公布的放假安排逐行填写';

export function hasHoliday(days: readonly PublishedDay[]): boolean {
  return days.some(({ kind }) => kind === 'holiday');
}

/** Days that follow one another and are the same, as one: they are published so. */
export function spansOf(days: readonly PublishedDay[]): (PublishedDay & { last: Day })[] {
  const spans: (PublishedDay & { last: Day })[] = [];
  for (const each of days) {
    const before = spans.at(-1);
    const same = before?.kind === each.kind && before.name === each.name;
    if (before && same && addDays(before.last, 1) === each.day) before.last = each.day;
    else spans.push({ ...each, last: each.day });
  }
  return spans;
}

/** The list as it is typed: read back by typed-year.ts it gives the same days. */
export function yearText(days: readonly PublishedDay[]): string {
  return spansOf(days)
    .map(({ day, last, kind, name }) => {
      const span = day === last ? day : `${day} 至 ${last}`;
      return `${span} ${SHORT_KINDS[kind]} ${kind === 'workday' ? withoutSuffix(name) : name}`;
    })
    .join('\n');
}

function withoutSuffix(name: string): string {
  return name.length > MADE_UP.length && name.endsWith(MADE_UP) ? name.slice(0, -MADE_UP.length) : name;
}
