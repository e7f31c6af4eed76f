import { type ParsedFields, parse } from 'node-cron';
import { dayFromNumber, HOUR, MINUTE, weekdayOfNumber } from '../calendar/days.ts';
import { dayNumberAt, startOfDayNumber } from '../calendar/local-time.ts';

/** How many days are looked through for a line that seldom comes. */
const REACH = 366;

/**
 * The moments of a cron line before or after an instant, the nearest first; the instant itself counts as before.
 * Beijing time, whatever zone the server is set to. Knows lists, steps and ranges, not `L`, `W` and `#`.
 */
export function* momentsOf(line: string, from: number, way: 'before' | 'after'): Generator<number> {
  const after = way === 'after';
  const fields = parse(line);
  const inOrder = (list: readonly number[]) => list.toSorted((a, b) => (after ? a - b : b - a));
  const [hours, minutes, seconds] = [inOrder(fields.hour), inOrder(fields.minute), inOrder(fields.second)];
  const today = dayNumberAt(from);
  for (let away = 0; away <= REACH; away++) {
    const day = today + (after ? away : -away);
    if (!isOn(fields, day)) continue;
    for (const at of minutesOf(startOfDayNumber(day), hours, minutes)) {
      if (after ? at + MINUTE <= from : at > from) continue;
      for (const each of seconds.map((of) => at + of * 1000)) if (each > from === after) yield each;
    }
  }
}

/** As node-cron has it, all three must agree. */
function isOn({ dayOfMonth, month, dayOfWeek }: ParsedFields, day: number): boolean {
  const [, monthOfYear, date] = dayFromNumber(day).split('-').map(Number);
  const weekday = weekdayOfNumber(day) % 7;
  return dayOfMonth.includes(date ?? 0) && month.includes(monthOfYear ?? 0) && dayOfWeek.includes(weekday);
}

function* minutesOf(midnight: number, hours: readonly number[], minutes: readonly number[]) {
  for (const hour of hours) for (const minute of minutes) yield midnight + hour * HOUR + minute * MINUTE;
}
