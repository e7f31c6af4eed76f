import type { Db } from '../db/open.ts';
import { all, prepared, q, run, transact } from '../db/query.ts';

/** How long the history is kept, and how many runs of one job at most. */
export const RUNS_KEPT_DAYS = 30;
export const RUNS_KEPT = 1000;

/** A run of a job; `id` once it stands in the history. Epoch ms. */
export type Run = { job: string; id: number | null; startedAt: number };
/** `fault` in words for the administrator; '' where it went well. */
export type End = { at: number; fault: string };

const STARTED = `INSERT INTO jobs (name, started_at) VALUES (?, ?)
  ON CONFLICT (name) DO UPDATE SET started_at = excluded.started_at`;

/** Notes that a job begins, so that what its run breaks off leaves a trace. */
export function noteStart(db: Db, job: string, now: number): Run {
  return transact(db, () => {
    prepared(db, STARTED).run(job, now);
    const { id } = run(db, q.insertInto('job_runs').values({ job, started_at: now }));
    return { job, id, startedAt: now };
  });
}

const ENDED = `INSERT INTO jobs (name, started_at, ended_at, ok_at, failures, fault)
    VALUES (@job, @startedAt, @at, @okAt, @failures, @fault)
  ON CONFLICT (name) DO UPDATE SET started_at = excluded.started_at, ended_at = excluded.ended_at,
    ok_at = coalesce(excluded.ok_at, ok_at), fault = excluded.fault,
    failures = CASE excluded.failures WHEN 0 THEN 0 ELSE failures + 1 END`;

/** Notes how a run ended. A good one that does not stand in the history stays out of it. */
export function noteEnd(db: Db, ended: Run, { at, fault }: End): void {
  const { job, id, startedAt } = ended;
  const ok = fault === '';
  transact(db, () => {
    const okAt = ok ? at : null;
    prepared(db, ENDED).run({ job, startedAt, at, okAt, failures: ok ? 0 : 1, fault });
    const end = { ended_at: at, ok: ok ? 1 : 0, fault };
    if (id !== null) run(db, q.updateTable('job_runs').set(end).where('id', '=', id));
    else if (!ok) run(db, q.insertInto('job_runs').values({ job, started_at: startedAt, ...end }));
  });
}

export function jobRows(db: Db) {
  return all(db, q.selectFrom('jobs').selectAll());
}

/** The last runs that went wrong, newest first. */
export function faultyRuns(db: Db, limit: number) {
  return all(db, q.selectFrom('job_runs').selectAll().where('ok', '=', 0).orderBy('id', 'desc').limit(limit));
}

const NEWEST = `SELECT id FROM job_runs WHERE job = ? ORDER BY id DESC LIMIT 1 OFFSET ${RUNS_KEPT - 1}`;

/** Forgets old runs. @returns how many */
export function removeOldRuns(db: Db, now: number): number {
  return transact(db, () => {
    const old = q.deleteFrom('job_runs').where('started_at', '<', now - RUNS_KEPT_DAYS * 86_400_000);
    const removed = jobRows(db).map(({ name }) => {
      const from = prepared(db, NEWEST).pluck().get(name) as number | undefined;
      if (from === undefined) return 0;
      return run(db, q.deleteFrom('job_runs').where('job', '=', name).where('id', '<', from)).changes;
    });
    return removed.reduce((sum, each) => sum + each, run(db, old).changes);
  });
}
