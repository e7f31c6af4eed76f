import type { Db } from '../db/open.ts';
import { all, first, q, run } from '../db/query.ts';

/** The writer of 挂账 (X-E1): where the case stood, why it waits, when it is looked at again. */

export function openSuspension(db: Db, caseId: number) {
  return first(
    db,
    q
      .selectFrom('suspensions')
      .selectAll()
      .where('case_id', '=', caseId)
      .where('ended_at', 'is', null)
      .orderBy('id', 'desc')
      .limit(1),
  );
}

export function suspensionsOf(db: Db, caseId: number) {
  return all(db, q.selectFrom('suspensions').selectAll().where('case_id', '=', caseId).orderBy('id', 'desc'));
}

/** The case waits no longer: it goes on, or has ended. */
export function endSuspension(db: Db, caseId: number, now: number): void {
  run(
    db,
    q
      .updateTable('suspensions')
      .set({ ended_at: now })
      .where('case_id', '=', caseId)
      .where('ended_at', 'is', null),
  );
}

/** Nobody is late with a case that waits; only an order of supervision keeps its own limit. */
export function stopClocksOfCase(db: Db, caseId: number, now: number): void {
  run(
    db,
    q
      .updateTable('clocks')
      .set({ stopped_at: now })
      .where('case_id', '=', caseId)
      .where('kind', '<>', 'supervision')
      .where('met_at', 'is', null)
      .where('stopped_at', 'is', null),
  );
}
