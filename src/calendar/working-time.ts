// Working-time arithmetic (requirements, "Working time"). Pure; instants are epoch ms, days are Asia/Shanghai.
// Everything here throws UnknownYearError as soon as it needs a day of a year that is not loaded.
import { sessionsAt } from './calendar.ts';
import { type Day, dayNumber, MINUTE } from './days.ts';
import { dayNumberAt, startOfDayNumber } from './local-time.ts';
import type { Session, WorkingCalendar } from './types.ts';

export { createCalendar, missingYear } from './calendar.ts';
export { UnknownYearError, type WorkingCalendar } from './types.ts';

/** Whether any work is done on the day; half a day counts. */
export function isWorkingDay(cal: WorkingCalendar, day: Day): boolean {
  return sessionsOf(cal, day).length > 0;
}

/** The day's sessions in order: two, one on a half day, none on a day off. */
export function sessionsOf(cal: WorkingCalendar, day: Day): readonly Session[] {
  return sessionsAt(cal, dayNumber(day));
}

/**
 * The end of the day's last session.
 * @throws RangeError on a day off
 */
export function closeOfBusiness(cal: WorkingCalendar, day: Day): number {
  const close = closeAt(cal, dayNumber(day));
  if (close === undefined) throw new RangeError(`not a working day: ${day}`);
  return close;
}

function closeAt(cal: WorkingCalendar, number: number): number | undefined {
  return sessionsAt(cal, number).at(-1)?.end;
}

/** Close of business on the Nth working day after the start day, which is not counted. `n` >= 1. */
export function addWorkingDays(cal: WorkingCalendar, start: number, n: number): number {
  requireCount(n);
  let left = n;
  for (let day = dayNumberAt(start) + 1; ; day++) {
    const close = closeAt(cal, day);
    if (close !== undefined && --left === 0) return close;
  }
}

/** Close of business on the Nth working day before the day of `due`: the mirror of `addWorkingDays` (X-E1). `n` >= 1. */
export function subtractWorkingDays(cal: WorkingCalendar, due: number, n: number): number {
  requireCount(n);
  let left = n;
  for (let day = dayNumberAt(due) - 1; ; day--) {
    const close = closeAt(cal, day);
    if (close !== undefined && --left === 0) return close;
  }
}

/** How many working days lie after day `from` up to and including day `to`; 0 when `to` is not later. */
export function workingDaysBetween(cal: WorkingCalendar, from: Day, to: Day): number {
  const last = dayNumber(to);
  let count = 0;
  for (let day = dayNumber(from) + 1; day <= last; day++) {
    if (sessionsAt(cal, day).length > 0) count++;
  }
  return count;
}

/**
 * The end of the Nth session that begins after `start` (half a working day is one session). So the session in which
 * `start` falls is not counted, not even when `start` is its very first moment; the lunch break, an evening and a day
 * off lead to the next session, which is the first counted. `n` >= 1.
 *
 *     n = 1:  09:10 -> 17:30 today;  12:30 -> 17:30 today;  14:00 -> 12:00 on the next working day
 */
export function addSessions(cal: WorkingCalendar, start: number, n: number): number {
  requireCount(n);
  let left = n;
  for (let day = dayNumberAt(start); ; day++) {
    for (const session of sessionsAt(cal, day)) {
      if (session.start > start && --left === 0) return session.end;
    }
  }
}

/**
 * The latest moment from which `n` whole sessions still lie before `due`: the beginning of the Nth session back,
 * counting those that have ended by `due` (Q-D8: "at the latest half a working day before the deadline"). `n` >= 1.
 *
 *     n = 1:  due 17:30 -> 14:00 today;  due 12:00 -> 08:30 today;  due 16:00 -> 08:30 today
 */
export function subtractSessions(cal: WorkingCalendar, due: number, n: number): number {
  requireCount(n);
  let left = n;
  for (let day = dayNumberAt(due); ; day--) {
    for (const session of sessionsAt(cal, day).toReversed()) {
      if (session.end <= due && --left === 0) return session.start;
    }
  }
}

/**
 * The first moment by which so many working minutes have passed since `start`: 180 minutes from 09:00 end at 12:00,
 * not at 14:00. 0 minutes end at `start` itself, also outside working hours.
 */
export function addWorkingMinutes(cal: WorkingCalendar, start: number, minutes: number): number {
  if (!(minutes >= 0)) throw new RangeError(`not a number of minutes: ${minutes}`);
  if (minutes === 0) return start;
  let left = minutes * MINUTE;
  for (let day = dayNumberAt(start); ; day++) {
    for (const session of sessionsAt(cal, day)) {
      const from = Math.max(session.start, start);
      if (from + left <= session.end) return from + left;
      left -= Math.max(0, session.end - from);
    }
  }
}

/** Working minutes from `a` to `b`, not rounded; negative when `b` is the earlier one. */
export function workingMinutesBetween(cal: WorkingCalendar, a: number, b: number): number {
  if (a === b) return 0;
  if (b < a) return 0 - workingMinutesBetween(cal, b, a);
  let worked = 0;
  for (let day = dayNumberAt(a); startOfDayNumber(day) < b; day++) {
    for (const { start, end } of sessionsAt(cal, day)) {
      worked += Math.max(0, Math.min(end, b) - Math.max(start, a));
    }
  }
  return worked / MINUTE;
}

/** Q-D3: close of business the same day; from then on, and on a day off, close of business on the next working day. */
export function sameDay(cal: WorkingCalendar, start: number): number {
  const close = closeAt(cal, dayNumberAt(start));
  return close !== undefined && start < close ? close : addWorkingDays(cal, start, 1);
}

function requireCount(n: number): void {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`not a count from 1: ${n}`);
}
