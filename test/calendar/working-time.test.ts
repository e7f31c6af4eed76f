import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  addSessions,
  addWorkingDays,
  addWorkingMinutes,
  closeOfBusiness,
  isWorkingDay,
  missingYear,
  sameDay,
  sessionsOf,
  subtractSessions,
  subtractWorkingDays,
  UnknownYearError,
  workingDaysBetween,
  workingMinutesBetween,
} from '../../src/calendar/working-time.ts';
import { at, calendar as cal, text } from './samples.ts';

const days = (start: string, n: number) => text(addWorkingDays(cal, at(start), n));
const daysBack = (due: string, n: number) => text(subtractWorkingDays(cal, at(due), n));
const sessions = (start: string, n: number) => text(addSessions(cal, at(start), n));
const sessionsBack = (due: string, n: number) => text(subtractSessions(cal, at(due), n));
const minutes = (start: string, n: number) => text(addWorkingMinutes(cal, at(start), n));
const between = (a: string, b: string) => workingMinutesBetween(cal, at(a), at(b));
const same = (start: string) => text(sameDay(cal, at(start)));
const hours = (day: string) =>
  sessionsOf(cal, day).map(({ start, end }) => `${text(start)}-${text(end).slice(11)}`);

describe('a working day', () => {
  test('is Monday to Friday, and not the weekend', () => {
    const week = ['2026-11-16', '2026-11-20', '2026-11-21', '2026-11-29'].map((day) =>
      isWorkingDay(cal, day),
    );
    assert.deepEqual(week, [true, true, false, false]);
  });
  test('is not a holiday, but is a make-up workday at the weekend', () => {
    const spring = ['2026-02-16', '2026-02-23', '2026-02-14', '2026-02-28'].map((day) =>
      isWorkingDay(cal, day),
    );
    assert.deepEqual(spring, [false, false, true, true]);
  });
  test('has winter hours until 30 April and summer hours from 1 May', () => {
    assert.deepEqual(hours('2026-04-30'), ['2026-04-30 08:30-12:00', '2026-04-30 14:00-17:30']);
    assert.deepEqual(hours('2026-05-06'), ['2026-05-06 08:30-12:00', '2026-05-06 14:30-18:00']);
    assert.deepEqual(hours('2026-09-30').at(-1), '2026-09-30 14:30-18:00');
    assert.deepEqual(hours('2026-10-08').at(-1), '2026-10-08 14:00-17:30');
  });
  test('may be half a day, also at a weekend', () => {
    assert.deepEqual(hours('2026-02-13'), ['2026-02-13 08:30-12:00']);
    assert.deepEqual(hours('2026-11-22'), ['2026-11-22 14:00-17:30']);
    assert.deepEqual(hours('2026-11-21'), []);
  });
  test('closes with its last session; a day off has no close', () => {
    assert.equal(text(closeOfBusiness(cal, '2026-11-20')), '2026-11-20 17:30');
    assert.equal(text(closeOfBusiness(cal, '2026-02-13')), '2026-02-13 12:00');
    assert.throws(() => closeOfBusiness(cal, '2026-11-21'), RangeError);
  });
});

describe('a deadline of N working days', () => {
  test('does not count the first day, whatever the hour', () => {
    for (const hour of ['00:00', '08:29', '12:30', '17:29', '17:30', '17:31', '23:59']) {
      assert.equal(days(`2026-11-27 ${hour}`, 1), '2026-11-30 17:30', hour);
    }
  });
  test('ends on the Nth working day after a start at the weekend', () => {
    assert.equal(days('2026-11-28 10:00', 1), '2026-11-30 17:30');
    assert.equal(days('2026-11-29 10:00', 2), '2026-12-01 17:30');
  });
  test('leaps Spring Festival 2026 and counts both make-up Saturdays', () => {
    assert.equal(days('2026-02-13 09:00', 1), '2026-02-14 17:30');
    assert.equal(days('2026-02-14 09:00', 1), '2026-02-24 17:30');
    assert.equal(days('2026-02-14 09:00', 5), '2026-02-28 17:30');
    assert.equal(days('2026-02-14 09:00', 6), '2026-03-02 17:30');
  });
  test('leaps National Day 2025 and 2026, from summer into winter hours', () => {
    assert.equal(days('2025-09-30 16:00', 1), '2025-10-09 17:30');
    assert.equal(days('2025-09-30 16:00', 3), '2025-10-11 17:30');
    assert.equal(days('2026-09-30 16:00', 1), '2026-10-08 17:30');
    assert.equal(days('2026-09-30 16:00', 3), '2026-10-10 17:30');
    assert.equal(days('2026-09-29 16:00', 1), '2026-09-30 18:00');
    assert.equal(days('2026-09-18 16:00', 1), '2026-09-20 18:00');
  });
  test('crosses the year end', () => {
    assert.equal(days('2025-12-31 10:00', 1), '2026-01-04 17:30');
    assert.equal(days('2025-12-31 10:00', 2), '2026-01-05 17:30');
    assert.equal(days('2024-12-31 10:00', 1), '2025-01-02 17:30');
  });
  test('ends at noon on a half day that is its last', () => {
    assert.equal(days('2026-02-12 10:00', 1), '2026-02-13 12:00');
  });
  test('is refused for a count below 1 or a fraction', () => {
    for (const n of [0, -1, 0.5, Number.NaN])
      assert.throws(() => addWorkingDays(cal, at('2026-11-20 10:00'), n));
  });
  test('can be counted back: a yellow card comes at the close of the working day before (X-E1)', () => {
    assert.equal(daysBack('2026-11-20 17:30', 1), '2026-11-19 17:30');
    assert.equal(daysBack('2026-11-23 17:30', 1), '2026-11-22 17:30');
    assert.equal(daysBack('2026-02-24 17:30', 1), '2026-02-14 17:30');
    assert.equal(daysBack('2026-01-04 17:30', 1), '2025-12-31 17:30');
  });
  test('can be told again in working days', () => {
    assert.equal(workingDaysBetween(cal, '2026-02-14', '2026-02-28'), 5);
    assert.equal(workingDaysBetween(cal, '2026-02-28', '2026-02-28'), 0);
    assert.equal(workingDaysBetween(cal, '2026-02-28', '2026-02-14'), 0);
  });
});

describe('half a working day is one session', () => {
  test('from within the morning it ends with the afternoon', () => {
    assert.equal(sessions('2026-11-19 08:30', 1), '2026-11-19 17:30');
    assert.equal(sessions('2026-11-19 11:59', 1), '2026-11-19 17:30');
  });
  test('from the lunch break it ends with the afternoon', () => {
    assert.equal(sessions('2026-11-19 12:00', 1), '2026-11-19 17:30');
    assert.equal(sessions('2026-11-19 13:59', 1), '2026-11-19 17:30');
  });
  test('from within the afternoon or the evening it ends at noon on the next working day', () => {
    assert.equal(sessions('2026-11-19 14:00', 1), '2026-11-20 12:00');
    assert.equal(sessions('2026-11-19 17:29', 1), '2026-11-20 12:00');
    assert.equal(sessions('2026-11-19 17:31', 1), '2026-11-20 12:00');
    assert.equal(sessions('2026-11-20 08:29', 1), '2026-11-20 12:00');
  });
  test('from Friday evening it ends on Monday, or in the half Sunday there is', () => {
    assert.equal(sessions('2026-11-27 17:31', 1), '2026-11-30 12:00');
    assert.equal(sessions('2026-11-20 17:31', 1), '2026-11-22 17:30');
  });
  test('three sessions are a day and a half', () => {
    assert.equal(sessions('2026-11-18 09:00', 3), '2026-11-19 17:30');
  });
  test('an extension may be asked for until half a working day before the deadline (Q-D8)', () => {
    assert.equal(sessionsBack('2026-11-19 17:30', 1), '2026-11-19 14:00');
    assert.equal(sessionsBack('2026-11-19 12:00', 1), '2026-11-19 08:30');
    assert.equal(sessionsBack('2026-02-13 12:00', 1), '2026-02-13 08:30');
    assert.equal(sessionsBack('2026-02-13 12:00', 2), '2026-02-12 14:00');
  });
  test('a deadline within a session leaves that session out', () => {
    assert.equal(sessionsBack('2026-11-19 16:00', 1), '2026-11-19 08:30');
    assert.equal(sessionsBack('2026-11-19 10:00', 1), '2026-11-18 14:00');
    assert.equal(sessionsBack('2026-11-21 10:00', 1), '2026-11-20 14:00');
  });
});

describe('working minutes', () => {
  test('pause at lunch, in the evening and at the weekend', () => {
    assert.equal(minutes('2026-11-19 11:30', 60), '2026-11-19 14:30');
    assert.equal(minutes('2026-11-19 17:29', 2), '2026-11-20 08:31');
    assert.equal(minutes('2026-11-27 17:29', 2), '2026-11-30 08:31');
    assert.equal(minutes('2026-11-28 03:00', 30), '2026-11-30 09:00');
  });
  test('that use a session up end with it and not with the next one', () => {
    assert.equal(minutes('2026-11-19 09:00', 180), '2026-11-19 12:00');
    assert.equal(minutes('2026-11-19 17:00', 30), '2026-11-19 17:30');
  });
  test('none end at the start itself, also at night', () => {
    assert.equal(minutes('2026-11-21 23:00', 0), '2026-11-21 23:00');
    assert.throws(() => addWorkingMinutes(cal, at('2026-11-19 09:00'), -1), RangeError);
  });
  test('are counted between two moments in either direction', () => {
    assert.equal(between('2026-11-19 11:30', '2026-11-19 14:30'), 60);
    assert.equal(between('2026-11-19 14:30', '2026-11-19 11:30'), -60);
    assert.equal(between('2026-11-27 17:00', '2026-11-30 09:00'), 60);
    assert.equal(between('2026-11-28 00:00', '2026-11-29 23:59'), 0);
    assert.equal(between('2026-11-29 23:59', '2026-11-28 00:00'), 0);
    assert.equal(between('2027-02-01 10:00', '2027-02-01 10:00'), 0);
    assert.equal(between('2026-02-13 08:30', '2026-02-24 17:30'), 210 + 420 + 420);
  });
  test('keep the seconds', () => {
    const start = at('2026-11-19 11:59:30');
    assert.equal(addWorkingMinutes(cal, start, 1), at('2026-11-19 14:00:30'));
    assert.equal(workingMinutesBetween(cal, start, at('2026-11-19 14:00:30')), 1);
  });
});

describe('the same day (Q-D3)', () => {
  test('ends at close of business today', () => {
    assert.equal(same('2026-11-27 00:10'), '2026-11-27 17:30');
    assert.equal(same('2026-11-27 17:29'), '2026-11-27 17:30');
    assert.equal(same('2026-07-01 17:31'), '2026-07-01 18:00');
  });
  test('passes to the next working day at the close', () => {
    assert.equal(same('2026-11-27 17:30'), '2026-11-30 17:30');
    assert.equal(same('2026-11-27 17:31'), '2026-11-30 17:30');
    assert.equal(same('2026-02-13 12:01'), '2026-02-14 17:30');
  });
  test('passes to the next working day on a day off', () => {
    assert.equal(same('2026-10-01 09:00'), '2026-10-08 17:30');
  });
});

describe('a year that is not loaded', () => {
  test('is refused in words for the administrator, never guessed', () => {
    assert.throws(
      () => addWorkingDays(cal, at('2026-12-31 10:00'), 1),
      (error: unknown) => {
        assert.ok(error instanceof UnknownYearError);
        assert.equal(error.year, 2027);
        assert.equal(
          error.message,
          '2027 年的工作日历尚未导入，无法计算时限。请系统管理员先在“工作日历”页录入国务院办公厅公布的放假安排。',
        );
        return true;
      },
    );
  });
  test('is refused by every question that needs it', () => {
    const late = at('2026-12-31 17:00');
    const needing: (() => unknown)[] = [
      () => isWorkingDay(cal, '2027-01-01'),
      () => sessionsOf(cal, '2023-12-31'),
      () => closeOfBusiness(cal, '2027-01-04'),
      () => addSessions(cal, late, 1),
      () => subtractSessions(cal, at('2024-01-02 10:00'), 1),
      () => subtractWorkingDays(cal, at('2024-01-02 10:00'), 1),
      () => addWorkingMinutes(cal, late, 31),
      () => workingMinutesBetween(cal, late, at('2027-01-01 00:01')),
      () => workingDaysBetween(cal, '2026-12-31', '2027-01-01'),
      () => sameDay(cal, at('2026-12-31 17:31')),
    ];
    for (const question of needing) assert.throws(question, UnknownYearError, question.toString());
  });
  test('does not disturb what ends before it', () => {
    assert.equal(days('2026-12-30 10:00', 1), '2026-12-31 17:30');
    assert.equal(minutes('2026-12-31 17:00', 30), '2026-12-31 17:30');
    assert.equal(same('2026-12-31 17:29'), '2026-12-31 17:30');
  });
  test('is announced while there is time to load it', () => {
    assert.equal(missingYear(cal, at('2026-10-31 10:00')), undefined);
    assert.equal(missingYear(cal, at('2026-11-21 10:00')), 2027);
    assert.equal(missingYear(cal, at('2027-03-01 10:00')), 2027);
  });
});
