// Prints a few answers; time-zone.test.ts runs it under several TZ settings.
import { dayOf, monthOf } from '../../src/calendar/local-time.ts';
import { sayRemaining, sayTime } from '../../src/calendar/words.ts';
import {
  addSessions,
  addWorkingDays,
  sameDay,
  workingMinutesBetween,
} from '../../src/calendar/working-time.ts';
import { at, calendar, text } from './samples.ts';

for (const moment of ['2026-02-14 00:30', '2026-03-08 02:30', '2026-10-31 23:59', '2026-11-01 01:30']) {
  const start = at(moment);
  const due = addWorkingDays(calendar, start, 1);
  console.log(dayOf(start), monthOf(start), text(due), text(addSessions(calendar, start, 3)));
  console.log(text(sameDay(calendar, start)), workingMinutesBetween(calendar, start, due));
  console.log(sayTime(due, start), sayRemaining(calendar, due, start));
}
