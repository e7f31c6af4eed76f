// In a process of its own: it starts servers under a clock that is set.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { seedPublishedYears } from '../../src/calendar/store.ts';
import { connect } from '../../src/db/connect.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { all, q } from '../../src/db/query.ts';
import { at } from '../calendar/samples.ts';
import { Life } from '../cases/life.ts';
import { newCast } from '../support/cast.ts';
import { fakedBy, noFaketime, setClock } from '../support/faketime.ts';
import { startServer, until } from './real-server.ts';

/* The real server lives by a clock that is set under it: back, forward, and off for three days. */

const skip = noFaketime();
const CARDS = 'yellow and red cards';
const MINUTE = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'hotline-'));
const file = join(folder, 'hotline.db');
const clock = join(folder, 'clock');
let db: Db;
let answered: number;
let unsigned: number;
let server: Awaited<ReturnType<typeof startServer>>;

before(async () => {
  if (skip) return;
  const { db: fresh, close } = openDatabase(file, at('2026-11-23 09:00'));
  seedPublishedYears(fresh, at('2026-11-23 09:00'));
  const cast = newCast(fresh, at('2026-11-23 09:00'));
  fresh.exec('UPDATE users SET phone = 13900000000 + id');
  // One is signed and has to be answered by Wednesday 17:30; the other has to be signed by Monday 17:30.
  answered = new Life(fresh, cast).signed({ kind: 'consultation' }).caseId;
  unsigned = new Life(fresh, cast, '2026-11-23 09:10').dispatched().caseId;
  close();
  setClock(clock, at('2026-11-23 10:04') + 50_000);
  server = await startServer(file, fakedBy(clock));
  db = connect(file, { readonly: true });
});
after(async () => {
  db?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('X-F1: a clock set back by two hours: jobs are done at once and go on ticking', { skip }, async () => {
  await tickedAt('2026-11-23 10:05', 0);
  const before = lastRun();
  setClock(clock, at('2026-11-23 08:04') + 50_000);
  const runs = await tickedAt('2026-11-23 08:05', before);
  assert.ok(runs.length >= 2);
  assert.ok(runs.every(({ started_at }) => started_at < at('2026-11-23 08:10')));
  assert.deepEqual(reminders(unsigned), ['dispatched handler']);
});

test('X-F1: a clock set forward by a day: what was missed is done once', { skip }, async () => {
  const before = lastRun();
  setClock(clock, at('2026-11-24 08:04') + 50_000);
  const runs = await tickedAt('2026-11-24 08:05', before);
  assert.ok(runs.length <= 3, `${runs.length} runs`);
  assert.deepEqual(cards(), []);
  assert.deepEqual(reminders(unsigned), [
    'dispatched handler',
    'unsigned_overdue agency_leader',
    'unsigned_overdue handler',
  ]);
});

test('X-F1: three days off: what fell due meanwhile is there once', { skip }, async () => {
  const before = lastRun();
  await server.stop();
  setClock(clock, at('2026-11-27 08:04') + 50_000);
  server = await startServer(file, fakedBy(clock));
  await tickedAt('2026-11-27 08:05', before);
  assert.deepEqual(cards(), ['red']);
  assert.deepEqual(reminders(answered), [
    'dispatched handler',
    'reply_escalated supervisor',
    'reply_overdue handler',
    'reply_overdue_daily agency_leader',
  ]);
  assert.deepEqual(reminders(unsigned), [
    'dispatched handler',
    'unsigned_escalated supervisor',
    'unsigned_overdue agency_leader',
    'unsigned_overdue handler',
  ]);
  const health = await fetch(`${server.address}/health`);
  const { jobs } = (await health.json()) as { jobs: { failing: string[] } };
  assert.deepEqual(jobs.failing, []);
});

/** Waits until the cards were looked at in the five minutes from this time on; the runs since `after`. */
function tickedAt(local: string, after: number) {
  return until(() => {
    const runs = all(
      db,
      q.selectFrom('job_runs').select(['id', 'started_at']).where('job', '=', CARDS).where('id', '>', after),
    );
    const ticked = runs.some(
      ({ started_at }) => started_at >= at(local) && started_at < at(local) + 5 * MINUTE,
    );
    return ticked ? runs : undefined;
  });
}

function lastRun(): number {
  const runs = all(db, q.selectFrom('job_runs').select('id').orderBy('id', 'desc').limit(1));
  return runs[0]?.id ?? 0;
}

/** What the outbox says to staff about a case. */
function reminders(id: number): string[] {
  const written = q.selectFrom('messages').select(['rule', 'audience']).where('case_id', '=', id);
  return all(db, written.where('audience', '<>', 'citizen'))
    .map(({ rule, audience }) => `${rule} ${audience}`)
    .sort();
}

function cards(): string[] {
  const given = q.selectFrom('cards as k').innerJoin('clocks as c', 'c.id', 'k.clock_id');
  return all(
    db,
    given.select('k.colour').where('k.case_id', '=', answered).where('c.kind', '=', 'reply'),
  ).map(({ colour }) => colour);
}
