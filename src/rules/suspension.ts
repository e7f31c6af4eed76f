import type { Day } from '../calendar/days.ts';
import { UnknownYearError, type WorkingCalendar } from '../calendar/types.ts';
import { isWorkingDay } from '../calendar/working-time.ts';

/**
 * X-E1: a suspended case is looked at again on a working day to come. Whether a day of a year without a calendar is
 * one, nobody can tell yet: it is taken, and its limit starts when that year is entered.
 * @returns what is wrong, or null
 */
export function reviewDayFault(day: Day, today: Day, calendar: WorkingCalendar): string | null {
  if (day <= today) return `复核日期应晚于今天（${today}），请另选日期。`;
  try {
    return isWorkingDay(calendar, day) ? null : `${day} 不是工作日，请另选一个工作日作为复核日期。`;
  } catch (error) {
    if (error instanceof UnknownYearError) return null;
    throw error;
  }
}
