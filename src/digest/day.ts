import { timeOfDay } from '../calendar/hours.ts';
import { dayNumberAt, startOfDayNumber } from '../calendar/local-time.ts';
import type { WorkingCalendar } from '../calendar/types.ts';
import { isWorked } from '../notifications/moments.ts';
import type { MessageRow } from '../outbox/message.ts';

/** A day's digest: `day` as days since 1970; `since` is when the one before was due (epoch ms). */
export type DigestDay = { day: number; since: number };

/**
 * Today, where its digest is due by now. On a working day after the time set it is made up for until midnight; what was
 * missed yesterday stands in today's.
 */
export function digestDay(calendar: WorkingCalendar, digestAt: string, now: number): DigestDay | null {
  const day = dayNumberAt(now);
  const time = timeOfDay(digestAt);
  if (!isWorked(calendar, day) || now < startOfDayNumber(day) + time) return null;
  let before = day - 1;
  while (!isWorked(calendar, before)) before -= 1;
  return { day, since: startOfDayNumber(before) + time };
}

/** X-F1: a digest that could not be sent on its day is not sent on the next, which has its own. */
export function staleDigest({ stage }: Pick<MessageRow, 'stage'>, now: number): string | null {
  return stage < dayNumberAt(now) ? '已过当日，以后一日的汇总为准。' : null;
}
