import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exactTime, sayDuration, sayRemaining, sayTime } from '../../src/calendar/words.ts';
import { at, calendar } from './samples.ts';

const NOW = '2026-11-18 10:00'; // a Wednesday
const time = (text: string, now = NOW) => sayTime(at(text), at(now));
const left = (due: string, now = NOW) => sayRemaining(calendar, at(due), at(now));

test('near times are said by the day', () => {
  assert.equal(time('2026-11-18 14:05'), '今天 14:05');
  assert.equal(time('2026-11-17 09:10'), '昨天 09:10');
  assert.equal(time('2026-11-19 17:30'), '明天 17:30');
  assert.equal(time('2026-01-01 00:00', '2025-12-31 23:59'), '明天 00:00');
});

test('times of this year are said by the date, of another year with the year', () => {
  assert.equal(time('2026-11-03 09:10'), '11月3日 09:10');
  assert.equal(time('2025-03-01 09:10'), '2025年3月1日');
  assert.equal(time('2027-01-08 17:30'), '2027年1月8日');
});

test('the exact time is shown whole', () => {
  assert.equal(exactTime(at('2026-11-21 14:05')), '2026-11-21 14:05');
});

test('a duration is said in its largest unit', () => {
  assert.deepEqual([59_999, 60_000, 3_599_999, 3_600_000, 86_399_999, 86_400_000].map(sayDuration), [
    '不到 1 分钟',
    '1 分钟',
    '59 分钟',
    '1 小时',
    '23 小时',
    '1 天',
  ]);
});

test('what is due today is said in hours and minutes', () => {
  assert.equal(left('2026-11-18 17:30'), '剩 7 小时');
  assert.equal(left('2026-11-18 10:20'), '剩 20 分钟');
  assert.equal(left('2026-11-18 10:00'), '剩不到 1 分钟');
});

test('what is due later is said in whole working days, holidays left out', () => {
  assert.equal(left('2026-11-19 17:30'), '剩 1 个工作日');
  assert.equal(left('2026-11-20 17:30'), '剩 2 个工作日');
  assert.equal(left('2026-11-30 17:30', '2026-11-27 09:00'), '剩 1 个工作日');
  assert.equal(left('2026-10-08 17:30', '2026-09-30 17:00'), '剩 1 个工作日');
});

test('half a working day is said so', () => {
  assert.equal(left('2026-11-19 12:00'), '剩半个工作日');
  assert.equal(left('2026-11-30 12:00', '2026-11-27 18:00'), '剩半个工作日');
  assert.equal(left('2026-11-20 12:00'), '剩 1 个工作日');
});

test('an urgent clock that runs through the night is said in plain time', () => {
  assert.equal(left('2026-11-19 00:10', '2026-11-18 23:50'), '剩 20 分钟');
  assert.equal(left('2026-11-21 10:00', '2026-11-20 18:00'), '剩 16 小时');
});

test('what is overdue is said in plain time', () => {
  assert.equal(left('2026-11-18 10:00', '2026-11-18 10:00:20'), '超期不到 1 分钟');
  assert.equal(left('2026-11-18 09:40'), '超期 20 分钟');
  assert.equal(left('2026-11-17 09:40'), '超期 1 天');
  assert.equal(left('2019-11-17 09:40'), '超期 2558 天');
});

test('a due date beyond the loaded years is said in plain days', () => {
  assert.equal(left('2027-01-08 17:30'), '剩 51 天');
  assert.equal(left('2031-11-18 10:00'), '剩 1826 天');
});
