import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publishedYears } from '../../src/calendar/published.ts';
import { isWorkingDay } from '../../src/calendar/working-time.ts';
import { everyDay, STATE_COUNCIL } from './oracle.ts';
import { publishedCalendar } from './samples.ts';

const calendar = publishedCalendar();

test('2024 to 2026 are there, every day within its year and once', () => {
  const years = publishedYears();
  assert.deepEqual(years.map(({ year }) => year).slice(0, 3), [2024, 2025, 2026]);
  for (const { year, exceptions } of years) {
    assert.ok(exceptions.every(({ day }) => day.startsWith(`${year}-`) || day.startsWith(`${year - 1}-12-`)));
    assert.equal(new Set(exceptions.map(({ day }) => day)).size, exceptions.length);
  }
});

test('each day of 2024 to 2026 is worked exactly when the State Council says so', () => {
  for (const { day, weekday } of everyDay()) {
    const off = STATE_COUNCIL.off.some(([from, to]) => from <= day && day <= to);
    const expected = STATE_COUNCIL.work.includes(day) || (weekday <= 5 && !off);
    assert.equal(isWorkingDay(calendar, day), expected, day);
  }
});

test('days carry their official names', () => {
  const names = new Map(
    publishedYears().flatMap(({ exceptions }) => exceptions.map(({ day, name }) => [day, name])),
  );
  assert.equal(names.get('2026-02-17'), '春节');
  assert.equal(names.get('2026-02-14'), '春节调休上班');
  assert.equal(names.get('2026-04-05'), '清明节');
  assert.equal(names.get('2025-10-06'), '中秋节');
});
