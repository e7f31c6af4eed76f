import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noteSetting } from '../../src/db/setting.ts';
import { JOBS } from '../../src/jobs/jobs.ts';
import { clockProvenAt, trustsClock } from '../../src/keeping/clock.ts';
import { writeLines } from '../audit/tampering.ts';
import { at } from '../calendar/samples.ts';
import { newDesk } from '../people/desk.ts';
import { openDesk, wordsOf } from '../policy/desk.ts';
import { freshFile } from '../support/file.ts';
import { backedUp, closedCase } from './old-case.ts';

describe('a clock that is set ahead takes nothing away for good', () => {
  test('seven days from one night to the next are believed, a second more is not until seven days have passed', () => {
    const { db } = freshFile();
    assert.equal(trustsClock(db, at('2026-11-23 02:00')), true);
    assert.equal(trustsClock(db, at('2026-11-30 02:00')), true);
    const leapt = at('2026-12-07 02:00') + 1000;
    assert.equal(trustsClock(db, leapt), false);
    assert.equal(trustsClock(db, at('2026-12-14 02:00')), false);
    assert.equal(clockProvenAt(db, at('2026-12-14 02:00')), leapt + 7 * 86_400_000);
    assert.equal(trustsClock(db, at('2026-12-14 02:00') + 1000), true);
    assert.equal(clockProvenAt(db, at('2026-12-14 02:00') + 1000), null);
  });

  test('set right again it is believed at once; set ahead once more it has to wait anew', () => {
    const { db } = freshFile();
    const [before, ahead] = [at('2026-11-23 02:00'), at('2036-11-23 02:00')];
    trustsClock(db, before);
    assert.equal(trustsClock(db, ahead), false);
    assert.equal(clockProvenAt(db, before), null);
    assert.equal(trustsClock(db, before), true);
    assert.equal(trustsClock(db, ahead + 10 * 86_400_000), false);
    assert.equal(trustsClock(db, at('2001-01-01 00:00')), true);
    assert.equal(trustsClock(db, before), false);
  });

  test('C-M1: ten years ahead, with a fresh backup: no case is masked, no line of the log is cut, until a week has passed', async () => {
    const desk = await newDesk('2026-11-23 02:00');
    const { world } = desk;
    const jobs = JOBS.filter(({ name }) => /old cases|old messages|old audit lines/.test(name));
    assert.equal(jobs.length, 3);
    const night = async (local: string) => {
      desk.setTime(local);
      backedUp(world.db, local);
      for (const job of jobs) await job.work(world);
      return world.db
        .prepare(
          `SELECT (SELECT count(*) FROM cases WHERE masked_at IS NOT NULL) AS masked,
            (SELECT count(*) FROM audit_cuts) AS cuts`,
        )
        .get();
    };
    await night('2026-11-23 02:00');
    closedCase(world.db, desk.cast);
    writeLines(world.db, 3, world.now());
    noteSetting(world.db, 'audit_checked', '{"ok":true}');
    assert.deepEqual(await night('2036-11-24 02:00'), { masked: 0, cuts: 0 });
    assert.deepEqual(await night('2036-11-30 02:00'), { masked: 0, cuts: 0 });
    const after = await night('2036-12-01 02:00');
    assert.deepEqual(after, { masked: 1, cuts: 1 });
    desk.close();
  });

  test('the health page says that it waits, and till when', async () => {
    const desk = openDesk('2036-11-23 03:00');
    const words = async () => wordsOf(await desk.admin.get('/health/page'));
    assert.doesNotMatch(await words(), /一次前进了/);
    trustsClock(desk.db, at('2026-11-23 02:00'));
    trustsClock(desk.db, at('2036-11-23 02:00'));
    assert.match(await words(), /前进了 7 天以上.*暂停到 2036-11-30 02:00/);
    desk.close();
  });
});
