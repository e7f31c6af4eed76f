import type { ClockTone } from '../../views/ui/index.ts';
import { UnknownYearError, type WorkingCalendar } from '../calendar/types.ts';
import { exactTime, sayRemaining, sayTime } from '../calendar/words.ts';
import { subtractWorkingDays } from '../calendar/working-time.ts';
import { type ClockKind, clockName } from './states.ts';

export type ClockWords = { text: string; tone: ClockTone; title: string };

/** A running clock as people read it: "签收 剩 3 小时"; orange within its last working day (X-E1), red when late. */
export function runningClock(
  calendar: WorkingCalendar,
  kind: ClockKind | null,
  dueAt: number | null,
  now: number,
  external = false,
): ClockWords | null {
  if (kind === null || dueAt === null) return null;
  return {
    text: `${clockName(kind, external)} ${sayRemaining(calendar, dueAt, now)}`,
    tone: toneOf(calendar, dueAt, now),
    title: `${clockName(kind, external)}时限 ${exactTime(dueAt)}（${sayTime(dueAt, now)}）`,
  };
}

export function toneOf(calendar: WorkingCalendar, dueAt: number, now: number): ClockTone {
  if (now > dueAt) return 'overdue';
  return isLastWorkingDay(calendar, dueAt, now) ? 'due' : 'ok';
}

function isLastWorkingDay(calendar: WorkingCalendar, dueAt: number, now: number): boolean {
  try {
    return now >= subtractWorkingDays(calendar, dueAt, 1);
  } catch (error) {
    // A limit at the edge of the loaded years is only coloured here, never reckoned: plain days will do.
    if (error instanceof UnknownYearError) return dueAt - now < 86_400_000;
    throw error;
  }
}
