import { sessionsAt } from '../calendar/calendar.ts';
import { DAY, MINUTE } from '../calendar/days.ts';
import { dayNumberAt } from '../calendar/local-time.ts';
import { UnknownYearError, type WorkingCalendar } from '../calendar/types.ts';
import {
  addSessions,
  addWorkingDays,
  addWorkingMinutes,
  subtractSessions,
  subtractWorkingDays,
} from '../calendar/working-time.ts';
import type { ReminderRule } from '../presets/types.ts';

export type Span = Pick<ReminderRule, 'amount' | 'unit'>;

/** So long after a moment; days and sessions end at their close. 0 is the moment itself. */
export function after(cal: WorkingCalendar, at: number, { amount, unit }: Span): number {
  if (amount === 0) return at;
  if (unit === 'minutes') return at + amount * MINUTE;
  if (unit === 'working_minutes') return orPlain(at, amount, unit, () => addWorkingMinutes(cal, at, amount));
  const add = unit === 'sessions' ? addSessions : addWorkingDays;
  return orPlain(at, amount, unit, () => add(cal, at, amount));
}

/** So long before a moment: the mirror of `after`. */
export function before(cal: WorkingCalendar, at: number, { amount, unit }: Span): number {
  if (amount === 0) return at;
  if (unit === 'minutes') return at - amount * MINUTE;
  if (unit === 'working_minutes') return orPlain(at, -amount, unit, () => minutesBack(cal, at, amount));
  const subtract = unit === 'sessions' ? subtractSessions : subtractWorkingDays;
  return orPlain(at, -amount, unit, () => subtract(cal, at, amount));
}

const PLAIN = { working_minutes: MINUTE, sessions: DAY / 2, days: DAY } as const;

/** A reminder is only pointed at, never a limit: at the edge of the loaded years plain days will do. */
function orPlain(at: number, amount: number, unit: keyof typeof PLAIN, reckon: () => number): number {
  try {
    return reckon();
  } catch (error) {
    if (error instanceof UnknownYearError) return at + amount * PLAIN[unit];
    throw error;
  }
}

/** The last moment from which so many working minutes still lie before `at`. `minutes` > 0. */
function minutesBack(cal: WorkingCalendar, at: number, minutes: number): number {
  let left = minutes * MINUTE;
  for (let day = dayNumberAt(at); ; day--) {
    for (const session of sessionsAt(cal, day).toReversed()) {
      const to = Math.min(session.end, at);
      if (to - left >= session.start) return to - left;
      left -= Math.max(0, to - session.start);
    }
  }
}
