import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCalendar } from '../../src/calendar/calendar.ts';
import { hoursProblems, inSeason } from '../../src/calendar/hours.ts';
import type { Season, SessionHours } from '../../src/calendar/types.ts';
import { SEASONS } from './samples.ts';

const MORNING: SessionHours = ['08:30', '12:00'];
const AFTERNOON: SessionHours = ['14:00', '17:30'];
const season = (from: string, to: string, ...sessions: SessionHours[]): Season => ({ from, to, sessions });
const wholeYear = (...sessions: SessionHours[]) => [season('01-01', '12-31', ...sessions)];

test('the default hours and round-the-clock hours can be used', () => {
  assert.deepEqual(hoursProblems(SEASONS), []);
  assert.deepEqual(hoursProblems(wholeYear(['00:00', '12:00'], ['12:00', '24:00'])), []);
});

test('a season may wrap the year end', () => {
  const winter = season('10-01', '04-30', MORNING, AFTERNOON);
  const inside = ['09-30', '10-01', '12-31', '01-01', '02-29', '04-30', '05-01'].map((day) =>
    inSeason(winter, day),
  );
  assert.deepEqual(inside, [false, true, true, true, true, true, false]);
});

test('a day without hours, or with two sets of them, is named', () => {
  const summer = season('05-01', '09-30', MORNING, AFTERNOON);
  assert.deepEqual(hoursProblems([summer, season('10-02', '04-30', MORNING, AFTERNOON)]), [
    '10-01 没有作息时间，请补上这一段。',
  ]);
  assert.deepEqual(hoursProblems([summer, season('09-30', '04-30', MORNING, AFTERNOON)]), [
    '09-30 同时属于两段作息时间，请改正起止日期。',
  ]);
});

test('sessions must be a morning and an afternoon after it', () => {
  const wrong = [
    wholeYear(MORNING),
    wholeYear(MORNING, AFTERNOON, ['19:00', '21:00']),
    wholeYear(['12:00', '08:30'], AFTERNOON),
    wholeYear(['8:30', '12:00'], AFTERNOON),
    wholeYear(MORNING, ['14:00', '24:01']),
    wholeYear(MORNING, ['11:30', '17:30']),
    [season('02-30', '12-31', MORNING, AFTERNOON)],
  ];
  for (const hours of wrong) assert.equal(hoursProblems(hours).length, 1, JSON.stringify(hours));
});

test('no calendar is made of hours that cannot be used', () => {
  assert.throws(
    () => createCalendar({ years: new Set([2026]), exceptions: new Map(), hours: wholeYear(MORNING) }),
    { name: 'RangeError', message: '“01-01 至 12-31”须有上午、下午两个时段。' },
  );
});
