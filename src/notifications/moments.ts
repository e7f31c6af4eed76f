import { sessionsAt } from '../calendar/calendar.ts';
import { weekdayOfNumber } from '../calendar/days.ts';
import { timeOfDay } from '../calendar/hours.ts';
import { dayNumberAt, startOfDayNumber } from '../calendar/local-time.ts';
import { UnknownYearError, type WorkingCalendar } from '../calendar/types.ts';
import type { Limits, ReminderRule } from '../presets/types.ts';
import { extensionLatest } from '../rules/extension.ts';
import { occasionOf } from './occasions.ts';
import { after, before } from './spans.ts';

/** A clock that runs. Epoch ms. */
export type Running = { started_at: number; due_at: number };

/** What the moments of a clock hang on beside the clock. */
export type Course = {
  calendar: WorkingCalendar;
  limits: Limits;
  urgent: boolean;
  /** 'HH:MM': when the daily ones go out. */
  digestAt: string;
};

/** `stage`: which of a daily rule's several; the local day as days since 1970. 0 where a rule has one moment only. */
export type DueMoment = { rule: ReminderRule; stage: number; at: number };

/** Of one rule, seen from `now`: the newest moment that has come, and the next to come. */
export type Around = { past: DueMoment | null; next: number | null };

const NEVER: Around = { past: null, next: null };

/** Q-F1, Q-F2: when a rule speaks of a clock. Only rules about clocks, and about this clock's kind, belong here. */
export function momentsAround(rule: ReminderRule, clock: Running, course: Course, now: number): Around {
  if (!concerns(rule, course.urgent)) return NEVER;
  const { at } = occasionOf(rule.occasion);
  if (!('clock' in at)) return NEVER;
  if (at.moment === 'daily') return daily(rule, clock, course, now);
  const moment = only(rule, at.moment, clock, course);
  if (moment === null) return NEVER;
  return moment <= now ? { past: { rule, stage: 0, at: moment }, next: null } : { past: null, next: moment };
}

/** Whether a rule is for such cases: urgent ones, the others, or all. */
export function concerns({ cases }: Pick<ReminderRule, 'cases'>, urgent: boolean): boolean {
  return cases === 'all' || (cases === 'urgent') === urgent;
}

type Once = 'start' | 'after_start' | 'before_due' | 'after_due' | 'before_last_ask';

/** The one moment; a limit that was as near when it began warns of nothing. */
function only(rule: ReminderRule, moment: Once, clock: Running, { calendar, limits }: Course): number | null {
  switch (moment) {
    case 'start':
      return clock.started_at;
    case 'after_start':
      return after(calendar, clock.started_at, rule);
    case 'after_due':
      return after(calendar, clock.due_at, rule);
    case 'before_due':
      return sinceStart(clock, before(calendar, clock.due_at, rule));
    case 'before_last_ask': {
      const latest = extensionLatest(calendar, clock.due_at, limits);
      return latest === null ? null : sinceStart(clock, before(calendar, latest, rule));
    }
  }
}

function sinceStart({ started_at }: Running, at: number): number | null {
  return at > started_at ? at : null;
}

/** Each working day after the day on which it was due, as long as it stands open. */
function daily(rule: ReminderRule, clock: Running, { calendar, digestAt }: Course, now: number): Around {
  const first = dayNumberAt(clock.due_at) + 1;
  const time = timeOfDay(digestAt);
  const at = (day: number) => startOfDayNumber(day) + time;
  const today = dayNumberAt(now);
  let last = at(today) <= now ? today : today - 1;
  let next = Math.max(first, last + 1);
  while (last >= first && !isWorked(calendar, last)) last--;
  while (!isWorked(calendar, next)) next++;
  return { past: last < first ? null : { rule, stage: last, at: at(last) }, next: at(next) };
}

/** Whether a day, as days since 1970, is worked on. */
export function isWorked(calendar: WorkingCalendar, day: number): boolean {
  try {
    return sessionsAt(calendar, day).length > 0;
  } catch (error) {
    // Outside the loaded years nobody knows of holidays; a reminder too many harms less than none.
    if (error instanceof UnknownYearError) return weekdayOfNumber(day) <= 5;
    throw error;
  }
}
