import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { seedPublishedYears } from '../../src/calendar/store.ts';
import { connect, type Db, openDatabase } from '../../src/db/open.ts';
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
let caseId: number;
let server: Awaited<ReturnType<typeof startServer>>;

before(async () => {
  if (skip) return;
  const { db: fresh, close } = openDatabase(file, at('2026-11-23 09:00'));
  seedPublishedYears(fresh, at('2026-11-23 09:00'));
  // Signed: by Wednesday 17:30 the consultation has to be answered.
  caseId = new Life(fresh, newCast(fresh, at('2026-11-23 09:00'))).signed({ kind: 'consultation' }).caseId;
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
});

test('X-F1: a clock set forward by a day: what was missed is done once', { skip }, async () => {
  const before = lastRun();
  setClock(clock, at('2026-11-24 08:04') + 50_000);
  const runs = await tickedAt('2026-11-24 08:05', before);
  assert.ok(runs.length <= 3, `${runs.length} runs`);
  assert.deepEqual(cards(), []);
});

test('X-F1: three days off: what fell due meanwhile is there once', { skip }, async () => {
  const before = lastRun();
  await server.stop();
  setClock(clock, at('2026-11-27 08:04') + 50_000);
  server = await startServer(file, fakedBy(clock));
  await tickedAt('2026-11-27 08:05', before);
  assert.deepEqual(cards(), ['red']);
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

function cards(): string[] {
  const given = q.selectFrom('cards as k').innerJoin('clocks as c', 'c.id', 'k.clock_id');
  return all(db, given.select('k.colour').where('k.case_id', '=', caseId).where('c.kind', '=', 'reply')).map(
    ({ colour }) => colour,
  );
}
