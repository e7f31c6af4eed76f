// Times and durations as people say them.
import { DAY, HOUR, MINUTE } from './days.ts';
import { dayNumberAt, dayOf, formatLocal } from './local-time.ts';
import { UnknownYearError, type WorkingCalendar } from './types.ts';
import { sessionsOf, subtractSessions, workingDaysBetween } from './working-time.ts';

const NEAR: Readonly<Record<number, string>> = { [-1]: '昨天', 0: '今天', 1: '明天' };

/** "今天 14:05", "昨天 09:10", "明天 17:30", "11月3日 09:10", in another year "2025年3月1日". */
export function sayTime(at: number, now: number): string {
  const [day = '', clock] = formatLocal(at).split(' ');
  const near = NEAR[dayNumberAt(at) - dayNumberAt(now)];
  if (near) return `${near} ${clock}`;
  const [year, month, date] = day.split('-').map(Number);
  return day.slice(0, 4) === dayOf(now).slice(0, 4)
    ? `${month}月${date}日 ${clock}`
    : `${year}年${month}月${date}日`;
}

/** "2026-11-21 14:05" */
export function exactTime(at: number): string {
  return formatLocal(at);
}

/** Plain time in its largest unit, rounded down: "20 分钟", "3 小时", "2 天". `ms` >= 0. */
export function sayDuration(ms: number): string {
  if (ms < MINUTE) return '不到 1 分钟';
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} 分钟`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} 小时`;
  return `${Math.floor(ms / DAY)} 天`;
}

/**
 * What a clock shows: "剩 2 个工作日", "剩半个工作日", "剩 3 小时", "超期 1 天". Whole working days and half days after
 * today are working time and say so; all else is plain time, and so are days that the calendar does not reach.
 */
export function sayRemaining(cal: WorkingCalendar, due: number, now: number): string {
  if (now > due) return joined('超期', sayDuration(now - due));
  return dayNumberAt(now) === dayNumberAt(due)
    ? joined('剩', sayDuration(due - now))
    : sayDaysLeft(cal, due, now);
}

function sayDaysLeft(cal: WorkingCalendar, due: number, now: number): string {
  try {
    const days = wholeWorkingDays(cal, due, now);
    if (days > 0) return `剩 ${days} 个工作日`;
    if (subtractSessions(cal, due, 1) >= now) return '剩半个工作日';
  } catch (error) {
    if (!(error instanceof UnknownYearError)) throw error;
  }
  return joined('剩', sayDuration(due - now));
}

/** Working days after today that will be over when the clock runs out. */
function wholeWorkingDays(cal: WorkingCalendar, due: number, now: number): number {
  const lastDay = dayOf(due);
  const cutShort = sessionsOf(cal, lastDay).some((session) => session.end > due);
  return workingDaysBetween(cal, dayOf(now), lastDay) - (cutShort ? 1 : 0);
}

/** A space stands only before a figure: "剩 3 小时", "剩不到 1 分钟". */
function joined(word: string, rest: string): string {
  return /^\d/.test(rest) ? `${word} ${rest}` : word + rest;
}
