import { type Day, isDay } from '../calendar/days.ts';
import { dayOf, startOfDay } from '../calendar/local-time.ts';
import type { Keeping } from '../presets/types.ts';

/**
 * C-M1: personal data of cases that were closed before this moment are masked: more than so many calendar years of local
 * days ago. Null where they are kept for good.
 */
export function maskedIfClosedBefore({ maskYears }: Pick<Keeping, 'maskYears'>, now: number): number | null {
  return maskYears === 0 ? null : startOfDay(yearsBefore(dayOf(now), maskYears));
}

/** The 29th of February has no namesake in most years: the day after it stands for it. */
function yearsBefore(day: Day, years: number): Day {
  const year = String(Number(day.slice(0, 4)) - years).padStart(4, '0');
  const namesake = `${year}${day.slice(4)}`;
  return isDay(namesake) ? namesake : `${year}-03-01`;
}

/** What both settings let go: a setting that was made shorter by a slip destroys nothing while it can still be set right. */
export function longerOf(a: Keeping, b: Keeping): Keeping {
  const never = a.maskYears === 0 || b.maskYears === 0;
  return {
    maskYears: never ? 0 : Math.max(a.maskYears, b.maskYears),
    auditDays: Math.max(a.auditDays, b.auditDays),
    messageDays: Math.max(a.messageDays, b.messageDays),
  };
}
