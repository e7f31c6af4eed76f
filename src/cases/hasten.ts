import type { Db } from '../db/open.ts';
import { all, first, q } from '../db/query.ts';
import { deadlineOf } from '../rules/deadlines.ts';
import type { ActContext } from './act.ts';
import { startClock, stopClock } from './clocks.ts';
import { contextOf } from './facts.ts';
import type { AssignmentRow, ClockRow } from './rows.ts';
import type { ClockKind } from './states.ts';

/** What has another limit where the case is urgent (src/rules/deadlines.ts). */
const HASTENED: readonly ClockKind[] = ['accept', 'dispatch', 'sign', 'return', 'reply'];

/**
 * Q-A5: the case has become urgent: what still has to be done is due by the urgent limit, counted from now, since
 * nobody can hurry before they know. Nobody wins time by it: a limit that ends sooner stays. One that ends at the
 * same moment counts from now as well, or an extension of it would be reckoned from its old start (Q-D8).
 */
export function hasten(db: Db, { case: { id }, actor, now }: ActContext): void {
  const given = first(db, q.selectFrom('cases').selectAll().where('id', '=', id));
  if (!given) throw new Error(`case ${id} has gone`);
  for (const clock of runningClocks(db, id)) {
    const context = contextOf(db, actor, given, assignmentOf(db, clock), now);
    const deadline = deadlineOf(clock.kind, context.facts, context.calendar, now);
    if (!deadline || deadline.dueAt > clock.due_at) continue;
    stopClock(db, context, clock.kind);
    startClock(db, context, clock.kind);
  }
}

function runningClocks(db: Db, caseId: number): ClockRow[] {
  return all(
    db,
    q
      .selectFrom('clocks')
      .selectAll()
      .where('case_id', '=', caseId)
      .where('kind', 'in', HASTENED)
      .where('met_at', 'is', null)
      .where('stopped_at', 'is', null),
  );
}

function assignmentOf(db: Db, { assignment_id }: ClockRow): AssignmentRow | null {
  if (assignment_id === null) return null;
  return first(db, q.selectFrom('assignments').selectAll().where('id', '=', assignment_id)) ?? null;
}
