import { createCalendar } from '../../src/calendar/calendar.ts';
import type { Day } from '../../src/calendar/days.ts';
import { DEFAULT_HOURS } from '../../src/calendar/hours.ts';
import { formatLocal, parseLocal } from '../../src/calendar/local-time.ts';
import { publishedYears } from '../../src/calendar/published.ts';
import type { DayException, DayKind, Season, WorkingCalendar } from '../../src/calendar/types.ts';

export type ExtraDay = { day: Day; kind: DayKind };

/** The published years, without a database; days given here replace published ones. */
export function publishedCalendar(
  extra: readonly ExtraDay[] = [],
  hours: readonly Season[] = DEFAULT_HOURS,
): WorkingCalendar {
  const years = publishedYears();
  const exceptions = new Map<Day, DayException>();
  for (const { day, kind, name } of years.flatMap((year) => year.exceptions))
    exceptions.set(day, { kind, name });
  for (const { day, kind } of extra) exceptions.set(day, { kind, name: '' });
  return createCalendar({ years: new Set(years.map(({ year }) => year)), exceptions, hours });
}

/** One calendar for all tests; half days on 2026-02-13 (afternoon off) and 2026-11-22, a Sunday (afternoon on). */
export const calendar = publishedCalendar([
  { day: '2026-02-13', kind: 'half_morning' },
  { day: '2026-11-22', kind: 'half_afternoon' },
]);

export const at = parseLocal;
export const text = formatLocal;
