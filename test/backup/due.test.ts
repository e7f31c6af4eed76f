import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dueBackup, type History } from '../../src/backup/due.ts';
import { backup as usual } from '../../src/presets/survival.ts';
import { at } from '../calendar/samples.ts';

const NONE: History = { hourly: null, nightly: null, failed: null };
const due = (now: string, history: Partial<Record<keyof History, string>>, policy = usual) => {
  const times = Object.entries(history).map(([key, local]) => [key, at(local)] as const);
  return dueBackup(policy, { ...NONE, ...Object.fromEntries(times) }, at(now));
};

test('X-M1: a hotline that has none gets one at once', () => {
  assert.equal(due('2026-11-23 14:00', {}), 'nightly');
});

test('X-M1: the nightly one is due at its time, once a day', () => {
  const yesterday = { nightly: '2026-11-22 02:30', hourly: '2026-11-23 02:00' };
  assert.equal(due('2026-11-23 02:29', yesterday), null);
  assert.equal(due('2026-11-23 02:30', yesterday), 'nightly');
  assert.equal(due('2026-11-23 03:00', { ...yesterday, nightly: '2026-11-23 02:30' }), null);
});

test('X-M1: a night that was missed is made up once', () => {
  const history = { nightly: '2026-11-20 02:30', hourly: '2026-11-23 07:40' };
  assert.equal(due('2026-11-23 08:00', history), 'nightly');
  assert.equal(due('2026-11-23 08:10', { ...history, nightly: '2026-11-23 08:00' }), null);
});

test('X-M1: an hourly one is due an hour after the newest, the nightly one included', () => {
  const history = { nightly: '2026-11-23 02:30', hourly: '2026-11-23 08:00' };
  assert.equal(due('2026-11-23 08:55', history), null);
  assert.equal(due('2026-11-23 09:00', history), 'hourly');
  assert.equal(due('2026-11-23 03:25', { nightly: '2026-11-23 02:30' }), null);
  assert.equal(due('2026-11-23 03:30', { nightly: '2026-11-23 02:30' }), 'hourly');
});

test('without hourly ones only the nightly one is made', () => {
  const history = { nightly: '2026-11-23 02:30' };
  assert.equal(due('2026-11-23 23:55', history, { ...usual, hourly: false }), null);
  assert.equal(due('2026-11-24 02:30', history, { ...usual, hourly: false }), 'nightly');
});

test('after a failure it is tried again a quarter of an hour later', () => {
  const history = { nightly: '2026-11-22 02:30', failed: '2026-11-23 02:30' };
  assert.equal(due('2026-11-23 02:35', history), null);
  assert.equal(due('2026-11-23 02:40', history), null);
  assert.equal(due('2026-11-23 02:45', history), 'nightly');
});

test('a new time for the nightly one holds from that day on', () => {
  const history = { nightly: '2026-11-23 02:30', hourly: '2026-11-23 21:50' };
  const late = { ...usual, nightlyAt: '22:00' };
  assert.equal(due('2026-11-23 21:59', history, late), null);
  assert.equal(due('2026-11-23 22:00', history, late), 'nightly');
});

test('shortly before the nightly one no hourly one is made: it is that of its hour', () => {
  const history = { nightly: '2026-11-22 02:30', hourly: '2026-11-23 01:14' };
  assert.equal(due('2026-11-23 02:14', history), 'hourly');
  assert.equal(due('2026-11-23 02:15', history), null);
  assert.equal(due('2026-11-23 02:29', history), null);
  assert.equal(due('2026-11-23 02:30', history), 'nightly');
});
