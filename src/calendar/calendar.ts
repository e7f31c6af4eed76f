// Makes the calendar value: every loaded day's sessions worked out once, so that the arithmetic only looks them up.
import { type Day, dayFromNumber, dayNumber, weekdayOfNumber, yearOfNumber } from './days.ts';
import { hoursProblems, inSeason, timeOfDay } from './hours.ts';
import { dayNumberAt, startOfDayNumber } from './local-time.ts';
import {
  type CalendarSource,
  type DayException,
  type Season,
  type Session,
  UnknownYearError,
  type WorkingCalendar,
} from './types.ts';

/**
 * Takes a millisecond or two for three years: make it once and keep it.
 * @throws RangeError when the hours leave a day without a morning and an afternoon (see `hoursProblems`)
 */
export function createCalendar({ years, exceptions, hours }: CalendarSource): WorkingCalendar {
  const problems = hoursProblems(hours);
  if (problems.length > 0) throw new RangeError(problems.join(''));
  const fullDay = fullDays(hours);
  const sessions = new Map<number, readonly Session[]>();
  for (const year of years) {
    const end = dayNumber(`${year + 1}-01-01`);
    for (let number = dayNumber(`${year}-01-01`); number < end; number++) {
      const day = dayFromNumber(number);
      sessions.set(number, workedSessions(number, fullDay(number, day), exceptions.get(day)));
    }
  }
  return { years: new Set(years), exceptions: new Map(exceptions), hours: structuredClone(hours), sessions };
}

/** How to find the morning and the afternoon that the season gives to a day. */
function fullDays(hours: readonly Season[]): (number: number, day: Day) => Session[] {
  const seasons = hours.map((season) => ({
    season,
    times: season.sessions.map(([from, to]) => ({ start: timeOfDay(from), end: timeOfDay(to) })),
  }));
  return (number, day) => {
    const midnight = startOfDayNumber(number);
    const found = seasons.find(({ season }) => inSeason(season, day.slice(5)));
    return (found?.times ?? []).map(({ start, end }) => ({ start: midnight + start, end: midnight + end }));
  };
}

function workedSessions(number: number, sessions: Session[], exception: DayException | undefined): Session[] {
  switch (exception?.kind) {
    case 'holiday':
      return [];
    case 'workday':
      return sessions;
    case 'half_morning':
      return sessions.slice(0, 1);
    case 'half_afternoon':
      return sessions.slice(1);
    case undefined:
      return weekdayOfNumber(number) <= 5 ? sessions : [];
  }
}

/**
 * The sessions of a day given as days since 1970-01-01.
 * @throws UnknownYearError
 */
export function sessionsAt(cal: WorkingCalendar, number: number): readonly Session[] {
  const sessions = cal.sessions.get(number);
  if (!sessions) throw new UnknownYearError(yearOfNumber(number));
  return sessions;
}

/**
 * The first year within `days` from now that is not loaded, so that an administrator can be reminded in time: the
 * State Council publishes a year's arrangement in October or November of the year before.
 */
export function missingYear(cal: WorkingCalendar, now: number, days = 60): number | undefined {
  const today = dayNumberAt(now);
  return [yearOfNumber(today), yearOfNumber(today + days)].find((year) => !cal.years.has(year));
}
