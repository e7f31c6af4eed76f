import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, type Mock, mock, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { closeGate } from '../../src/db/gate.ts';
import { all, first, q, run, transact } from '../../src/db/query.ts';
import type { Job } from '../../src/jobs/jobs.ts';
import { RUNS_KEPT, removeOldRuns } from '../../src/jobs/runs.ts';
import { startJobs } from '../../src/jobs/start.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

describe('runs of jobs', () => {
  const DAY = 86_400_000;
  let house: TestWorld;
  let errors: Mock<typeof console.error>;

  beforeEach(() => {
    house = newWorld();
    errors = mock.method(console, 'error', () => undefined);
  });
  afterEach(() => {
    mock.restoreAll();
    house.close();
  });

  const never = '0 0 1 1 *';
  const job = (work: Job['work'], more: Partial<Job> = {}): Job => ({
    ...{ name: 'one', title: '一', when: never, work },
    ...more,
  });
  const state = () => first(house.world.db, q.selectFrom('jobs').selectAll());
  const history = () => all(house.world.db, q.selectFrom('job_runs').selectAll().orderBy('id'));

  test('a run is written down with its beginning and its end', async () => {
    const began = house.world.now();
    const work = async () => {
      await setImmediate();
      house.setTime('2026-11-23 09:01');
    };
    await startJobs(house.world, [job(work)])();
    const [only] = history();
    assert.deepEqual([only?.started_at, only?.ended_at, only?.ok], [began, began + 60_000, 1]);
    assert.deepEqual([state()?.ok_at, state()?.failures, state()?.fault], [began + 60_000, 0, '']);
  });

  test('a run that the process did not survive stays in the history without an end', async () => {
    const stop = startJobs(house.world, [job(() => new Promise(() => undefined))]);
    assert.deepEqual([history()[0]?.ended_at, history()[0]?.ok], [null, null]);
    void stop();
  });

  test('C-M1: a failure is written down in plain words, without what was typed', async () => {
    const fail = () => {
      throw new Error('张三 13812345678');
    };
    await startJobs(house.world, [job(fail)])();
    await startJobs(house.world, [job(fail)])();
    assert.equal(state()?.failures, 2);
    assert.match(state()?.fault ?? '', /程序出错，详细原因在服务日志中/);
    assert.doesNotMatch(JSON.stringify([state(), history(), errors.mock.calls]), /张三|138123/);
  });

  test('a good run ends a row of failures', async () => {
    await startJobs(house.world, [job(() => Promise.reject(new Error('no')))])();
    await startJobs(house.world, [job(() => undefined)])();
    assert.deepEqual([state()?.failures, state()?.fault], [0, '']);
  });

  test('good runs of a frequent job leave no history, its failures do', async () => {
    await startJobs(house.world, [job(() => undefined, { quiet: true })])();
    assert.equal(history().length, 0);
    assert.equal(state()?.ok_at, house.world.now());
    await startJobs(house.world, [job(() => Promise.reject(new Error('no')), { quiet: true })])();
    assert.deepEqual(
      history().map(({ ok }) => ok),
      [0],
    );
  });

  test('a job never runs twice at once', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: house.world.now() });
    let begun = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    const work = () => {
      begun++;
      return promise;
    };
    const stop = startJobs(house.world, [job(work, { when: '* * * * *' })]);
    for (let minute = 0; minute < 3; minute++) {
      context.mock.timers.tick(60_000);
      await setImmediate();
    }
    assert.equal(begun, 1);
    resolve();
    await setImmediate();
    context.mock.timers.tick(60_000);
    await setImmediate();
    assert.equal(begun, 2);
    await stop();
  });

  test('while a worker writes, jobs wait and do not fail', async () => {
    const { db } = house.world;
    const open = await closeGate(db);
    let done = 0;
    const stop = startJobs(house.world, [job(() => void done++)]);
    await setImmediate();
    assert.deepEqual([done, history().length], [0, 0]);
    open();
    await stop();
    assert.deepEqual([done, history()[0]?.ok], [1, 1]);
  });

  test('shut-down waits for what is being done', async () => {
    let done = false;
    const work = async () => {
      await setImmediate();
      done = true;
    };
    await startJobs(house.world, [job(work)])();
    assert.ok(done);
  });

  test('the history is kept for thirty days', () => {
    const { db, now } = house.world;
    const ran = (days: number) =>
      run(db, q.insertInto('job_runs').values({ job: 'one', started_at: now() - days * DAY, ok: 1 }));
    ran(30);
    ran(31);
    assert.equal(removeOldRuns(db, now()), 1);
    assert.deepEqual(
      history().map(({ started_at }) => started_at),
      [now() - 30 * DAY],
    );
  });

  test('of one job the last thousand runs are kept', () => {
    const { db, now } = house.world;
    run(db, q.insertInto('jobs').values({ name: 'one' }));
    transact(db, () => {
      for (let i = 0; i < RUNS_KEPT + 2; i++)
        run(db, q.insertInto('job_runs').values({ job: 'one', started_at: now() + i, ok: 1 }));
    });
    assert.equal(removeOldRuns(db, now()), 2);
    assert.equal(history().length, RUNS_KEPT);
    assert.equal(history()[0]?.started_at, now() + 2);
  });
});
