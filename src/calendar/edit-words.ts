import { type Day, weekdayOf } from './days.ts';
import type { Difference, Edit } from './edit.ts';
import { DAY_KINDS } from './kinds.ts';
import type { DayException } from './types.ts';

/** "录入 2027 年工作日历", "更正 2026 年工作日历，改动 3 天", "2026-12-25 由工作日改为放假（节庆活动）" */
export function sayEdit(edit: Edit, { year, days }: Difference): string {
  if (edit.what === 'day') {
    const { day, kind, name } = edit;
    const from = sayDay(day, days[0]?.from ?? null);
    const to = sayDay(day, kind === 'ordinary' ? null : { kind, name });
    return from === to ? `${day} 更名为“${name}”` : `${day} 由${from}改为${to}（${name}）`;
  }
  return year?.isNew
    ? `录入 ${edit.year} 年工作日历`
    : `更正 ${edit.year} 年工作日历，改动 ${days.length} 天`;
}

/** What a day is; without anything special, as its weekday has it. */
export function sayDay(day: Day, exception: DayException | null): string {
  if (exception) return DAY_KINDS[exception.kind];
  return weekdayOf(day) > 5 ? '周末' : '工作日';
}

/** "放假（春节）" */
export function sayNamed(day: Day, exception: DayException | null): string {
  return exception ? `${sayDay(day, exception)}（${exception.name}）` : sayDay(day, null);
}
