import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, dayFromNumber, dayNumber, isDay, weekdayOf } from '../../src/calendar/days.ts';
import {
  dayNumberAt,
  dayOf,
  formatLocal,
  monthOf,
  readLocal,
  startOfDay,
} from '../../src/calendar/local-time.ts';

const MIDNIGHT = Date.UTC(2026, 10, 20, 16);

test('a day begins at 16:00 UTC of the day before', () => {
  assert.equal(startOfDay('2026-11-21'), MIDNIGHT);
  assert.equal(dayOf(MIDNIGHT), '2026-11-21');
  assert.equal(dayOf(MIDNIGHT - 1), '2026-11-20');
  assert.equal(dayNumberAt(MIDNIGHT), dayNumber('2026-11-21'));
});

test('a month begins with its first local day', () => {
  assert.equal(monthOf(startOfDay('2026-12-01')), '2026-12');
  assert.equal(monthOf(startOfDay('2026-12-01') - 1), '2026-11');
});

test('local time reads back as it was written', () => {
  const at = readLocal('2026-11-21 14:05');
  assert.ok(at !== undefined);
  assert.equal(at, Date.UTC(2026, 10, 21, 6, 5));
  assert.equal(formatLocal(at), '2026-11-21 14:05');
  assert.equal(readLocal('2026-11-21T14:05'), at);
  assert.equal(readLocal(' 2026-11-21 14:05:30 '), at + 30_000);
});

test('a moment that does not exist is not read', () => {
  for (const text of [
    '2026-02-29 10:00',
    '2026-11-21 24:00',
    '2026-11-21 10:60',
    '2026-11-21',
    '21.11.2026',
    '',
  ]) {
    assert.equal(readLocal(text), undefined, text);
  }
});

test('a day that does not exist is no day', () => {
  assert.ok(isDay('2024-02-29'));
  for (const text of ['2026-02-29', '2026-13-01', '2026-04-31', '2026-1-1', 'today']) {
    assert.ok(!isDay(text), text);
    assert.throws(() => dayNumber(text), RangeError);
  }
});

test('days count on over month, year and leap day', () => {
  assert.equal(addDays('2024-02-28', 1), '2024-02-29');
  assert.equal(addDays('2025-12-31', 1), '2026-01-01');
  assert.equal(addDays('2026-03-01', -1), '2026-02-28');
  assert.equal(dayFromNumber(dayNumber('2026-11-21')), '2026-11-21');
});

test('the week begins on Monday', () => {
  assert.deepEqual(['2026-11-23', '2026-11-28', '2026-11-29', '1969-12-31'].map(weekdayOf), [1, 6, 7, 3]);
});
