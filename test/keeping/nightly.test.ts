import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { KEEPING_JOBS } from '../../src/keeping/jobs.ts';
import { isNightlyDue, noteNightly } from '../../src/keeping/nightly.ts';
import { at } from '../calendar/samples.ts';
import { newDesk } from '../people/desk.ts';
import { freshFile } from '../support/file.ts';
import { backedUp, closedCase } from './old-case.ts';

describe('what is done once a night', () => {
  for (const [last, now, due] of [
    ['2026-11-23 03:00', '2026-11-24 00:59', false],
    ['2026-11-23 03:00', '2026-11-24 01:00', true],
    ['2026-11-23 03:00', '2026-11-24 05:59', true],
    ['2026-11-23 03:00', '2026-11-24 06:00', false],
    ['2026-11-23 01:00', '2026-11-23 05:00', false],
    ['2026-11-23 03:00', '2026-11-24 15:00', false],
    ['2026-11-23 03:00', '2026-11-24 15:01', true],
  ] as const) {
    test(`last done ${last}: ${due ? 'due' : 'not due'} at ${now}`, () => {
      const { db } = freshFile();
      noteNightly(db, 'one', at(last));
      assert.equal(isNightlyDue(db, 'one', at(now)), due);
    });
  }

  test('what is new waits for its first night, and on a server that is off at night for a day and a half', () => {
    const { db } = freshFile();
    assert.equal(isNightlyDue(db, 'one', at('2026-11-23 09:00')), false);
    assert.equal(isNightlyDue(db, 'two', at('2026-11-23 02:00')), true);
    assert.equal(isNightlyDue(db, 'one', at('2026-11-24 21:00')), false);
    assert.equal(isNightlyDue(db, 'one', at('2026-11-24 21:01')), true);
  });

  test('the jobs of a night mask, count and clear, and do so once', async () => {
    const desk = await newDesk('2026-11-23 09:00');
    const { world } = desk;
    closedCase(world.db, desk.cast);
    backedUp(world.db, '2031-11-24 00:30');
    desk.setTime('2031-11-24 02:00');
    const state = () =>
      world.db
        .prepare(
          `SELECT (SELECT count(*) FROM cases WHERE masked_at IS NOT NULL) AS masked,
            (SELECT count(*) FROM messages WHERE status <> 'queued') AS messages,
            (SELECT value FROM yearly_figures WHERE year = 2026 AND figure = 'received') AS received`,
        )
        .get();
    for (const job of KEEPING_JOBS) await job.work(world);
    assert.deepEqual(state(), { masked: 1, messages: 0, received: 1 });
    closedCase(world.db, desk.cast, '2026-11-23 10:00');
    for (const job of KEEPING_JOBS) await job.work(world);
    assert.equal(world.db.prepare('SELECT count(*) FROM cases WHERE masked_at IS NULL').pluck().get(), 1);
    desk.close();
  });
});
