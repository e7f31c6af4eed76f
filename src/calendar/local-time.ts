// Instants (epoch ms) and Asia/Shanghai wall-clock time. China has kept UTC+8 without summer time since 1992, so the
// offset is a constant: the server's own time zone plays no part, and Intl, slow in hot paths, is not needed.
import { DAY, type Day, dayNumber, HOUR, isDay, MINUTE } from './days.ts';

export const OFFSET = 8 * HOUR;

/** The local day of an instant. */
export function dayOf(at: number): Day {
  return local(at).slice(0, 10);
}

/** The local month of an instant, 'YYYY-MM'. */
export function monthOf(at: number): string {
  return local(at).slice(0, 7);
}

/** The local wall clock, '2026-11-21 14:05'. */
export function formatLocal(at: number): string {
  return local(at).slice(0, 16).replace('T', ' ');
}

function local(at: number): string {
  return new Date(at + OFFSET).toISOString();
}

/** The local day of an instant as days since 1970-01-01. */
export function dayNumberAt(at: number): number {
  return Math.floor((at + OFFSET) / DAY);
}

/** Local midnight at which the day begins. */
export function startOfDay(day: Day): number {
  return startOfDayNumber(dayNumber(day));
}

export function startOfDayNumber(number: number): number {
  return number * DAY - OFFSET;
}

/**
 * Reads local time as people and forms write it: '2026-11-21 14:05', '2026-11-21T14:05', with or without seconds.
 * @returns undefined when it is no such moment
 */
export function readLocal(text: string): number | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})[ T]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text.trim());
  if (!parts) return undefined;
  const [, day = '', hours, minutes, seconds = 0] = parts;
  if (!isDay(day)) return undefined;
  return startOfDay(day) + Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * 1000;
}
