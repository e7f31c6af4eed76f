import type { Selectable } from 'kysely';
import type { Db } from '../db/open.ts';
import { all, first, prepared, q, run, transact } from '../db/query.ts';
import type { Schema } from '../db/schema.ts';
import type { Step } from './drill-steps.ts';

/**
 * 'good': opened and read; 'sealed': encrypted and no private key here, so only looked at from outside; 'failed': a
 * backup that could not be lived on.
 */
export type DrillState = 'running' | 'good' | 'sealed' | 'failed';

export type Drill = {
  id: number;
  file: string;
  startedAt: number;
  endedAt: number | null;
  state: DrillState;
  /** Why it failed, or was not opened; a sentence without its full stop. */
  fault: string;
  steps: Step[];
};

/** Newest first. */
export function drillsListed(db: Db, limit: number): Drill[] {
  const newest = q.selectFrom('restore_drills').selectAll().orderBy('id', 'desc').limit(limit);
  return all(db, newest).map(drillOf);
}

/** The newest that has ended; null where there was none yet. */
export function lastDrill(db: Db): Drill | null {
  const ended = q.selectFrom('restore_drills').selectAll().where('ended_at', 'is not', null);
  const last = first(db, ended.orderBy('id', 'desc').limit(1));
  return last ? drillOf(last) : null;
}

function drillOf(row: Selectable<Schema['restore_drills']>): Drill {
  return {
    ...{ id: row.id, file: row.file, startedAt: row.started_at, endedAt: row.ended_at },
    ...{ state: stateOf(row), fault: row.fault, steps: JSON.parse(row.steps) as Step[] },
  };
}

function stateOf({ ended_at, ok, fault }: Selectable<Schema['restore_drills']>): DrillState {
  if (ended_at === null) return 'running';
  if (ok !== 1) return 'failed';
  return fault === '' ? 'good' : 'sealed';
}

/** When the last one that went well was begun, and when the last one at all; epoch ms. */
export function lastDrills(db: Db): { good: number | null; any: number | null } {
  const sql = `SELECT max(started_at) FILTER (WHERE ok = 1) AS good, max(started_at) AS "any" FROM restore_drills`;
  return prepared(db, sql).get() as { good: number | null; any: number | null };
}

/** When the oldest backup that still lies there was made: from then on there could have been drills. Epoch ms. */
export function firstBackupAt(db: Db): number | null {
  const sql = 'SELECT min(ended_at) FROM backups WHERE ok = 1 AND removed_at IS NULL';
  return prepared(db, sql).pluck().get() as number | null;
}

const BROKEN_OFF = `UPDATE restore_drills SET ended_at = ?, ok = 0, fault = '演练时程序中断，没有做完' WHERE ended_at IS NULL`;

/** Notes that a drill begins. One that stands open was broken off: there is never more than one. */
export function noteDrillStart(db: Db, backup: { id: number; file: string }, now: number): number {
  return transact(db, () => {
    prepared(db, BROKEN_OFF).run(now);
    const begun = { backup_id: backup.id, file: backup.file, started_at: now };
    return run(db, q.insertInto('restore_drills').values(begun)).id;
  });
}

export function noteDrillEnd(
  db: Db,
  id: number,
  end: { ok: boolean; fault: string; steps: Step[]; at: number },
): void {
  const columns = {
    ended_at: end.at,
    ok: end.ok ? 1 : 0,
    fault: end.fault,
    steps: JSON.stringify(end.steps),
  };
  run(db, q.updateTable('restore_drills').set(columns).where('id', '=', id));
}
