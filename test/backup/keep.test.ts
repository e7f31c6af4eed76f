import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Standing, tooOld } from '../../src/backup/keep.ts';
import { type BackupKind, backupName, isUnfinished, readName } from '../../src/backup/names.ts';
import { DAY, HOUR } from '../../src/calendar/days.ts';
import { at } from '../calendar/samples.ts';

const NOW = at('2026-11-23 09:00');
const named = (kind: BackupKind, time: number): Standing => ({
  ...{ at: time, kind },
  file: backupName({ at: time, kind, encrypted: false }),
});
const hours = (count: number) => Array.from({ length: count }, (_, n) => named('hourly', NOW - n * HOUR));
const nights = (count: number) =>
  Array.from({ length: count }, (_, n) => named('nightly', at('2026-11-23 02:30') - n * DAY));
const policy = { keepHourly: 24, keepNightlyDays: 30, keepMonths: 12 };

test('X-M1: of the hourly ones the newest stay, as many as policy says', () => {
  const standing = hours(26);
  assert.deepEqual(
    tooOld(standing, policy, NOW),
    standing.slice(24).map(({ file }) => file),
  );
  assert.deepEqual(tooOld(hours(24), policy, NOW), []);
});

test('X-M1: nightly ones stay for their days, of each month the first for longer', () => {
  const gone = tooOld(nights(100), policy, NOW);
  const kept = nights(100).filter(({ file }) => !gone.includes(file));
  assert.deepEqual(
    kept.slice(28).map(({ file }) => file.slice(8, 16)),
    ['20261026', '20261025', '20261001', '20260901', '20260816'],
  );
});

test('the first of a month goes when its months are over', () => {
  const kept = (keepMonths: number) => 100 - tooOld(nights(100), { ...policy, keepMonths }, NOW).length;
  // The first of November is among the 30 days; those of October, September and August are not.
  assert.deepEqual([0, 1, 2, 3, 4, 5].map(kept), [30, 30, 31, 32, 33, 33]);
});

test('backups by hand and by command are kept like nightly ones', () => {
  const old = ['manual', 'command'].map((kind) => named(kind as BackupKind, NOW - 29 * DAY));
  const days = { ...policy, keepMonths: 0 };
  assert.deepEqual(tooOld([...nights(29), ...old], days, NOW), []);
  assert.equal(tooOld([...nights(29), ...old], { ...days, keepNightlyDays: 29 }, NOW).length, 2);
});

test('months without a good backup, and a clock that is set years ahead, take none of the older ones away', () => {
  const years = 6 * 365 * DAY;
  assert.deepEqual(tooOld(nights(30), policy, NOW + years), []);
  const ahead = [
    named('nightly', NOW + years),
    ...hours(3).map(({ at: time }) => named('hourly', time + years)),
  ];
  assert.deepEqual(tooOld([...nights(29), ...ahead], policy, NOW + years), []);
});

test('what was made while the clock was ahead takes nobody’s place once it is right again', () => {
  const ahead = Array.from({ length: 30 }, (_, n) => named('hourly', NOW + (n + 1) * HOUR));
  assert.deepEqual(tooOld([...ahead, ...hours(24)], policy, NOW), []);
  assert.equal(tooOld([...ahead, ...hours(25)], policy, NOW).length, 1);
});

test('the newest three always stay, however old they are and whatever policy says', () => {
  const standing = [1, 2, 3, 4].map((year) => named('nightly', NOW - year * 400 * DAY));
  const nothing = { keepHourly: 0, keepNightlyDays: 0, keepMonths: 0 };
  assert.deepEqual(tooOld(standing, nothing, NOW), [standing[3]?.file]);
});

test('a name says when it was begun and why, and is read back; others are not ours', () => {
  const name = backupName({ at: at('2026-11-22 02:30') + 7000, kind: 'nightly', encrypted: true });
  assert.equal(name, 'hotline-20261122-023007-nightly.db.age');
  assert.deepEqual(readName(name), { at: at('2026-11-22 02:30') + 7000, kind: 'nightly', encrypted: true });
  const foreign = [
    'hotline.db',
    `${name}.json`,
    `old-${name}`,
    'hotline-20261322-023007-nightly.db',
    `${name}.tmp`,
  ];
  assert.deepEqual(foreign.map(readName), [null, null, null, null, null]);
  assert.deepEqual([`${name}.tmp`, `${name}.tmp-journal`, name, 'other.db.tmp'].map(isUnfinished), [
    true,
    true,
    false,
    false,
  ]);
});
