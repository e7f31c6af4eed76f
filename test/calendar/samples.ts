import { createCalendar } from '../../src/calendar/calendar.ts';
import type { Day } from '../../src/calendar/days.ts';
import { formatLocal, readLocal } from '../../src/calendar/local-time.ts';
import { publishedYears } from '../../src/calendar/published.ts';
import type { DayException, DayKind, Season, WorkingCalendar } from '../../src/calendar/types.ts';

/** Summer afternoons begin half an hour later. */
export const SEASONS: readonly Season[] = [
  {
    from: '05-01',
    to: '09-30',
    sessions: [
      ['08:30', '12:00'],
      ['14:30', '18:00'],
    ],
  },
  {
    from: '10-01',
    to: '04-30',
    sessions: [
      ['08:30', '12:00'],
      ['14:00', '17:30'],
    ],
  },
];

export type ExtraDay = { day: Day; kind: DayKind };

/** The published years, without a database; days given here replace published ones. */
export function publishedCalendar(
  extra: readonly ExtraDay[] = [],
  hours: readonly Season[] = SEASONS,
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

export function at(text: string): number {
  const instant = readLocal(text);
  if (instant === undefined) throw new RangeError(`not a local time: ${text}`);
  return instant;
}
export const text = formatLocal;
