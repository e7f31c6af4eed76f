import { dayOf } from '../calendar/local-time.ts';
import { exactTime } from '../calendar/words.ts';
import { sameDay, sessionsOf, type WorkingCalendar } from '../calendar/working-time.ts';

/** H-A3: an answer is promised for the end of the working day, unless the caller is told otherwise. */
export function usualPromise(calendar: WorkingCalendar, now: number): number {
  return sameDay(calendar, now);
}

/**
 * H-A3: an answer is promised for a moment ahead in which somebody is there to give it. Instants are epoch ms.
 * @returns what is wrong, or null
 * @throws UnknownYearError when the year's calendar is not loaded
 */
export function promiseFault(calendar: WorkingCalendar, at: number, now: number): string | null {
  if (at <= now) return `承诺答复时间须晚于现在（${exactTime(now)}）。`;
  const worked = sessionsOf(calendar, dayOf(at)).some(({ start, end }) => start <= at && at <= end);
  const usual = exactTime(usualPromise(calendar, now));
  return worked ? null : `承诺答复时间须在工作时间内，例如 ${usual}。`;
}
