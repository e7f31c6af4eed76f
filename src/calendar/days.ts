// Local days as text and as whole numbers. `Date` serves only as UTC arithmetic here, so no time zone enters.

/** A local day in Asia/Shanghai, 'YYYY-MM-DD'. */
export type Day = string;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Whether the text is a day that exists ('2026-02-30' does not). */
export function isDay(text: string): text is Day {
  return !Number.isNaN(numberOf(text));
}

/**
 * Days since 1970-01-01.
 * @throws RangeError when the text is not a day
 */
export function dayNumber(day: Day): number {
  const number = numberOf(day);
  if (Number.isNaN(number)) throw new RangeError(`not a day: ${day}`);
  return number;
}

function numberOf(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return Number.NaN;
  const month = Number(text.slice(5, 7)) - 1;
  const midnight = new Date(Date.UTC(Number(text.slice(0, 4)), month, Number(text.slice(8))));
  // Date.UTC carries a 30th of February over into March.
  return midnight.getUTCMonth() === month ? midnight.getTime() / DAY : Number.NaN;
}

/** The day that lies this many days after 1970-01-01. */
export function dayFromNumber(number: number): Day {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

/** The calendar day `n` days later (earlier when negative). */
export function addDays(day: Day, n: number): Day {
  return dayFromNumber(dayNumber(day) + n);
}

/** 1 Monday to 7 Sunday, as in 星期一 to 星期日. 1970-01-01 was a Thursday. */
export function weekdayOf(day: Day): number {
  return weekdayOfNumber(dayNumber(day));
}

export function weekdayOfNumber(number: number): number {
  return ((((number + 3) % 7) + 7) % 7) + 1;
}

export function yearOfNumber(number: number): number {
  return new Date(number * DAY).getUTCFullYear();
}
