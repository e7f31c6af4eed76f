import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createTask } from 'node-cron';
import { momentsOf } from '../../src/jobs/cron-line.ts';
import { at } from '../calendar/samples.ts';

const SECOND = 1000;
const SCANNED = 150 * SECOND;

test('the last moment of a line is the one before now, and now itself', () => {
  const last = (line: string, local: string) => momentsOf(line, at(local), 'before').next().value;
  assert.equal(last('30 8 * * *', '2026-11-23 08:30'), at('2026-11-23 08:30'));
  assert.equal(last('30 8 * * *', '2026-11-23 08:29'), at('2026-11-22 08:30'));
  assert.equal(last('*/5 * * * *', '2026-11-23 00:04'), at('2026-11-23 00:00'));
  assert.equal(last('0 9 1 1 *', '2026-11-23 08:30'), at('2026-01-01 09:00'));
});

test('the next moment of a line lies after now', () => {
  const next = (line: string, local: string) => momentsOf(line, at(local), 'after').next().value;
  assert.equal(next('30 8 * * *', '2026-11-23 08:30'), at('2026-11-24 08:30'));
  assert.equal(next('*/5 * * * * *', '2026-11-23 08:30'), at('2026-11-23 08:30') + 5 * SECOND);
  assert.equal(next('0 9 * * 1', '2026-11-23 09:00'), at('2026-11-30 09:00'));
});

test('a line that never comes has no moments', () => {
  assert.equal(momentsOf('0 9 L * *', at('2026-11-23 09:00'), 'after').next().done, true);
});

const field = (from: number, to: number) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min: from, max: to }).map(String),
    fc.integer({ min: 2, max: 12 }).map((step) => `*/${step}`),
  );
const lines = fc
  .tuple(field(0, 59), field(0, 59), field(0, 23), field(1, 28), fc.constant('*'), field(0, 6))
  .map((fields) => fields.join(' '));

test('moments are those that node-cron ticks at', () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 0, max: 86_400 * 300 }), (line, seconds) => {
      const now = at('2026-01-01 00:00') + seconds * SECOND;
      const task = createTask(line, () => undefined, { timezone: 'Asia/Shanghai' });
      try {
        const [next = Infinity] = momentsOf(line, now, 'after');
        const [last = -Infinity] = momentsOf(line, now, 'before');
        assert.ok(next > now && last <= now);
        for (const moment of [next, last].filter(Number.isFinite)) assert.ok(task.match(new Date(moment)));
        for (let each = now - SCANNED; each < now + SCANNED; each += SECOND)
          if (each > last && each < next) assert.equal(task.match(new Date(each)), false);
      } finally {
        void task.destroy();
      }
    }),
    { numRuns: 60 },
  );
});
