import assert from 'node:assert/strict';
import { after, before, type Mock, mock, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { validate } from 'node-cron';
import { all, first, q, run } from '../../src/db/query.ts';
import { momentsOf } from '../../src/jobs/cron-line.ts';
import { JOBS } from '../../src/jobs/jobs.ts';
import { removeOldRefusals } from '../../src/jobs/old-refusals.ts';
import { startJobs } from '../../src/jobs/start.ts';
import { at } from '../calendar/samples.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { MONDAY, newWorld, type TestWorld } from '../support/world.ts';

const HOUR = 3_600_000;
let world: TestWorld;
let cast: Cast;
let errors: Mock<typeof console.error>;

before(() => {
  world = newWorld();
  cast = newCast(world.world.db, world.world.now());
  errors = mock.method(console, 'error', () => undefined);
});
after(() => {
  mock.restoreAll();
  world.close();
});

test('every job has a name of its own, a Chinese title, and comes at least once an hour', () => {
  for (const { name, title, when } of JOBS) {
    assert.ok(validate(when), name);
    assert.match(title, /^[\p{Script=Han}、]+$/u, name);
    const [next = 0, later = 0] = momentsOf(when, at(MONDAY), 'after').take(2);
    assert.ok(later - next <= HOUR, name);
  }
  assert.equal(new Set(JOBS.map(({ name }) => name)).size, JOBS.length);
});

test('the planner of queries learns how much stands in the tables, without anybody stopping the server', async () => {
  const { db } = world.world;
  all(db, q.selectFrom('users').select('id').where('login', '=', cast.admin.login));
  const known = () => db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").all().length;
  assert.equal(known(), 0);
  await JOBS.find(({ name }) => name === 'statistics')?.work(world.world);
  assert.equal(known(), 1);
});

test('jobs are done at start, again each hour, and no more after shut-down', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: at(MONDAY) });
  const twoHours = async () => {
    for (let minute = 0; minute < 120; minute++) {
      context.mock.timers.tick(60_000);
      await setImmediate();
    }
  };
  let done = 0;
  const stop = startJobs(world.world, [
    { name: 'count', title: '计数', when: '5 * * * *', work: () => void done++ },
  ]);
  assert.equal(done, 1);
  await twoHours();
  assert.equal(done, 3);
  await stop();
  await twoHours();
  assert.equal(done, 3);
});

test('a job that fails is written to the log and stops neither the others nor the start', async () => {
  let done = 0;
  const fail = () => {
    throw new Error('no room for 13812345678 张三');
  };
  const stop = startJobs(world.world, [
    { name: 'broken', title: '出错', when: '5 * * * *', work: fail },
    { name: 'next', title: '下一个', when: '5 * * * *', work: () => void done++ },
  ]);
  await stop();
  assert.equal(done, 1);
  const line = String(errors.mock.calls.at(-1)?.arguments[0]);
  assert.match(line, /"job":"broken"/);
  assert.doesNotMatch(line, /138|张三/);
});

test('sessions that ended and drafts of last month are gone after the jobs', async () => {
  const { db } = world.world;
  visit(world, cast.operator);
  const then = world.world.now() - 31 * 24 * HOUR;
  const draft = {
    form: 'intake',
    fields: '{}',
    user_id: cast.operator.id,
    created_at: then,
    updated_at: then,
  };
  run(db, q.insertInto('drafts').values({ key: 'a-draft-of-last-month', ...draft }));
  world.setTime('2026-11-23 12:00');
  await startJobs(world.world)();
  assert.equal(first(db, q.selectFrom('sessions').selectAll()), undefined);
  assert.equal(first(db, q.selectFrom('drafts').selectAll()), undefined);
});

test('the refused rows of an import are kept for ninety days', async () => {
  const { db, now } = world.world;
  const ended = (days: number) =>
    run(
      db,
      q.insertInto('import_runs').values({
        source: '旧系统',
        file_name: '旧工单.csv',
        started_at: now() - days * 24 * HOUR,
        finished_at: now() - days * 24 * HOUR,
        dry_run: 0,
        refused: 2,
        refused_csv: '行,原因\n2,电话缺失',
      }),
    ).id;
  const [old, recent] = [ended(91), ended(89)];
  assert.equal(removeOldRefusals(db, now()), 1);
  const of = (id: number) => first(db, q.selectFrom('import_runs').selectAll().where('id', '=', id));
  assert.deepEqual([of(old)?.refused_csv, of(old)?.refused], ['', 2]);
  assert.match(of(recent)?.refused_csv ?? '', /电话缺失/);
  const supervisor = visit(world, cast.supervisor);
  assert.match(await (await supervisor.get(`/import/${old}/refused.csv`)).text(), /90 天后删除/);
  assert.equal((await supervisor.get(`/import/${recent}/refused.csv`)).status, 200);
});
