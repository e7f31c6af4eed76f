import type { Db } from '../db/open.ts';
import { all, prepared, q, run } from '../db/query.ts';
import { nearestClock } from './clocks.ts';
import { ASSIGNMENT_STATUS, type AssignmentStatus, CASE_STATUS, type CaseStatus } from './states.ts';

/** Urgent before everything else, then the nearest limit, then what has none. */
const NOT_URGENT = 100_000_000_000_000;
const NO_LIMIT = 99_000_000_000_000;

/** Where something open stands in a queue; smaller is nearer the front. */
export function queueRank(urgent: boolean, dueAt: number | null): number {
  return (urgent ? 0 : NOT_URGENT) + (dueAt ?? NO_LIMIT);
}

/** Writes the nearest clock and the place in the queue beside the case and its open assignments. */
export function placeInQueue(db: Db, caseId: number, status: CaseStatus, urgent: boolean): void {
  const assignments = all(
    db,
    q.selectFrom('assignments').select(['id', 'status', 'queue_rank']).where('case_id', '=', caseId),
  );
  for (const assignment of assignments) {
    // While the case is suspended nothing is asked of the agencies (X-E1).
    const open = ASSIGNMENT_STATUS[assignment.status as AssignmentStatus].open && status !== 'suspended';
    if (!open && assignment.queue_rank === null) continue;
    run(
      db,
      q
        .updateTable('assignments')
        .set(place(open, urgent, nearestClock(db, caseId, assignment.id)))
        .where('id', '=', assignment.id),
    );
  }
  const open = CASE_STATUS[status].open;
  run(
    db,
    q
      .updateTable('cases')
      .set(place(open, urgent, open ? nearestClock(db, caseId, null) : undefined))
      .where('id', '=', caseId),
  );
  keepCard(db, caseId);
}

const KEEP_CARD = `UPDATE cases SET card = (SELECT d.colour FROM cards d JOIN clocks k ON k.id = d.clock_id
    WHERE d.case_id = @id AND d.due_at = k.due_at AND k.met_at IS NULL AND k.stopped_at IS NULL
    ORDER BY d.colour = 'red' DESC LIMIT 1)
  WHERE id = @id AND (card IS NOT NULL OR EXISTS (SELECT 1 FROM cards WHERE case_id = @id))`;

/** X-E1: the worst card of a clock that still runs to the same limit stands beside the case, for the queues. */
export function keepCard(db: Db, caseId: number): void {
  prepared(db, KEEP_CARD).run({ id: caseId });
}

function place(open: boolean, urgent: boolean, clock: ReturnType<typeof nearestClock>) {
  return {
    next_clock: open ? (clock?.kind ?? null) : null,
    next_due_at: open ? (clock?.due_at ?? null) : null,
    queue_rank: open ? queueRank(urgent, clock?.due_at ?? null) : null,
  };
}
