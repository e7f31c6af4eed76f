import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MINUTE } from '../../src/calendar/days.ts';
import type { WorkingCalendar } from '../../src/calendar/types.ts';
import { workingMinutesBetween } from '../../src/calendar/working-time.ts';
import { type Course, momentsAround } from '../../src/notifications/moments.ts';
import { after, before } from '../../src/notifications/spans.ts';
import { common } from '../../src/presets/common.ts';
import { reminderRules } from '../../src/presets/reminders.ts';
import type { ReminderRule } from '../../src/presets/types.ts';
import { at, calendar, text } from '../calendar/samples.ts';

const course: Course = { calendar, limits: common.limits, urgent: false, digestAt: '08:30' };
const START = at('2026-11-23 09:00');
const DUE = at('2026-12-07 17:30');
const clock = { started_at: START, due_at: DUE };

function rule(code: string, change: Partial<ReminderRule> = {}): ReminderRule {
  const found = reminderRules.find((each) => each.code === code);
  assert.ok(found);
  return { ...found, ...change };
}

/** When a rule speaks, as seen from long before. */
function momentOf(given: ReminderRule, of = course, running = clock): string | null {
  const { past, next } = momentsAround(given, running, of, 0);
  assert.equal(past, null);
  return next === null ? null : text(next);
}

const URGENT = { ...course, urgent: true };

test('Q-F1: to sign: at dispatch, an hour of work later, when it is due, two hours of work after', () => {
  const sign = { started_at: at('2026-11-23 16:50'), due_at: at('2026-11-24 12:00') };
  assert.equal(momentOf(rule('dispatched'), course, sign), '2026-11-23 16:50');
  // 40 minutes until the close, 20 in the morning.
  assert.equal(momentOf(rule('unsigned'), course, sign), '2026-11-24 08:50');
  assert.equal(momentOf(rule('unsigned_overdue'), course, sign), '2026-11-24 12:00');
  assert.equal(momentOf(rule('unsigned_escalated'), course, sign), '2026-11-24 16:00');
});

test('Q-A5: urgent ones have rules of their own, in minutes of the clock; the others’ do not touch them', () => {
  const night = { started_at: at('2026-11-23 23:00'), due_at: at('2026-11-23 23:30') };
  assert.equal(momentOf(rule('unsigned_urgent'), URGENT, night), '2026-11-23 23:10');
  assert.equal(momentOf(rule('unsigned_urgent'), course, night), null);
  assert.equal(momentOf(rule('unsigned'), URGENT, night), null);
});

test('Q-F2: before the limit one working day, and two hours of work before an extension can no longer be asked for', () => {
  assert.equal(momentOf(rule('reply_due')), '2026-12-04 17:30');
  // Asked for until Monday 14:00: two hours of work before that is Monday 10:00.
  assert.equal(momentOf(rule('last_ask')), '2026-12-07 10:00');
  assert.equal(momentOf(rule('reply_overdue')), '2026-12-07 17:30');
  assert.equal(momentOf(rule('reply_escalated')), '2026-12-08 17:30');
});

test('Q-F2: every day after the limit is a working day, at the hour of the digest', () => {
  const daily = rule('reply_overdue_daily');
  const friday = { started_at: START, due_at: at('2026-12-04 17:30') };
  assert.equal(momentOf(daily, course, friday), '2026-12-07 08:30');
  const seen = (now: string) => {
    const { past, next } = momentsAround(daily, friday, course, at(now));
    return [past && text(past.at), next && text(next)];
  };
  assert.deepEqual(seen('2026-12-07 08:29'), [null, '2026-12-07 08:30']);
  assert.deepEqual(seen('2026-12-07 08:30'), ['2026-12-07 08:30', '2026-12-08 08:30']);
  assert.deepEqual(seen('2026-12-13 12:00'), ['2026-12-11 08:30', '2026-12-14 08:30']);
});

test('Q-F2: over a long holiday nothing daily is said', () => {
  const eve = { started_at: at('2026-09-20 09:00'), due_at: at('2026-09-30 18:00') };
  const { past, next } = momentsAround(rule('reply_overdue_daily'), eve, course, at('2026-10-05 09:00'));
  assert.equal(past, null);
  assert.equal(next && text(next), '2026-10-08 08:30');
});

test('a limit that was as near when it began warns of nothing', () => {
  const short = { started_at: at('2026-12-04 17:30'), due_at: DUE };
  assert.equal(momentOf(rule('reply_due'), course, short), null);
  assert.equal(
    momentOf(rule('reply_due'), course, { ...short, started_at: short.started_at - 1 }),
    '2026-12-04 17:30',
  );
});

test('at the edge of the years whose holidays are known, plain days will do', () => {
  const last = Math.max(...calendar.years);
  const edge = { started_at: at(`${last}-12-30 09:00`), due_at: at(`${last + 1}-01-02 17:30`) };
  assert.equal(momentOf(rule('reply_escalated'), course, edge), `${last + 1}-01-03 17:30`);
  assert.equal(momentOf(rule('reply_due'), course, edge), `${last + 1}-01-01 17:30`);
  const { next } = momentsAround(rule('reply_overdue_daily'), edge, course, edge.due_at);
  assert.ok(next !== null && next > edge.due_at);
});

/** Minute by minute, as nobody would do it. */
function steppedBack(cal: WorkingCalendar, from: number, minutes: number): number {
  let [moment, left] = [from, minutes];
  while (left > 0) {
    moment -= MINUTE;
    left -= workingMinutesBetween(cal, moment, moment + MINUTE);
  }
  return moment;
}

const instants = fc.integer({ min: at('2026-03-01 00:00') / MINUTE, max: at('2026-12-20 00:00') / MINUTE });

test('working minutes before a moment are those that stepping back minute by minute finds', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 600 }), (minute, amount) => {
      const given = minute * MINUTE;
      const found = before(calendar, given, { amount, unit: 'working_minutes' });
      assert.equal(text(found), text(steppedBack(calendar, given, amount)));
    }),
    { numRuns: 40 },
  );
});

test('there and back: so many working minutes lie between a moment and what is so long before or after it', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 3000 }), (minute, amount) => {
      const given = minute * MINUTE;
      const span = { amount, unit: 'working_minutes' } as const;
      assert.equal(workingMinutesBetween(calendar, before(calendar, given, span), given), amount);
      assert.equal(workingMinutesBetween(calendar, given, after(calendar, given, span)), amount);
    }),
  );
});

test('whenever it is looked, what has come and what is to come are neighbours in one list of moments', () => {
  const rules = reminderRules.filter(({ occasion }) => occasion.startsWith('reply_'));
  fc.assert(
    fc.property(instants, fc.constantFrom(...rules), (minute, given) => {
      const now = minute * MINUTE;
      const of = { ...course, urgent: given.cases === 'urgent' };
      const { past, next } = momentsAround(given, clock, of, now);
      assert.ok(past === null || past.at <= now);
      assert.ok(next === null || next > now);
      if (next !== null) assert.equal(momentsAround(given, clock, of, next).past?.at, next);
      if (next !== null) assert.deepEqual(momentsAround(given, clock, of, next - 1), { past, next });
      if (past !== null) assert.equal(momentsAround(given, clock, of, past.at - 1).next, past.at);
    }),
  );
});
