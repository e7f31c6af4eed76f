import { calendarOf } from '../calendar/current.ts';
import { UnknownYearError } from '../calendar/types.ts';
import type { Db } from '../db/open.ts';
import type { Policy } from './policy.ts';
import type { Moment, Subject } from './subject.ts';

/** The example of a subject under these values, reckoned from `from` (epoch ms) with the calendar of their hours. */
export function exampleOf(
  db: Db,
  subject: Subject,
  policy: Policy,
  from: number,
  word: Moment['word'],
): readonly string[] {
  try {
    return subject.example(policy, { now: from, word, calendar: calendarOf(db, policy) });
  } catch (error) {
    if (!(error instanceof UnknownYearError)) throw error;
    return [`${error.year} 年的工作日历尚未录入，跨入该年的期限暂时不能推算。录入后这里会显示。`];
  }
}
