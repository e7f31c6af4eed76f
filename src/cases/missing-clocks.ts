import type { Db } from '../db/open.ts';
import { first, prepared, q } from '../db/query.ts';
import type { ActContext } from './act.ts';
import { startClock } from './clocks.ts';
import { contextOf } from './facts.ts';
import { placeInQueue } from './queue-place.ts';
import type { ClockKind } from './states.ts';

export type MissingClock = {
  case_id: number;
  assignment_id: number | null;
  kind: ClockKind;
  /** Epoch ms; when it should have started. */
  since: number;
};

/**
 * Duties and rights that stand without their clock: of the case by its state, its open orders and its suspension, of
 * an assignment that was signed. `ever`: runs once, so that one which is over is not missing.
 */
const MISSING = `WITH duties(case_id, assignment_id, kind, since, ever) AS (
    SELECT c.id, NULL, d.kind, (SELECT max(at) FROM events e WHERE e.case_id = c.id AND e.act = d.act), d.ever
    FROM (SELECT 'received' AS status, 'accept' AS kind, 'receive' AS act, 0 AS ever
      UNION ALL SELECT 'accepted', 'dispatch', 'accept', 0
      UNION ALL SELECT 'accepted', 'dispatch', 'overrule', 0
      UNION ALL SELECT 'accepted', 'withdrawal', 'accept', 1
      UNION ALL SELECT 'accepted', 'withdrawal', 'overrule', 1
      UNION ALL SELECT 'dispatched', 'withdrawal', 'accept', 1
      UNION ALL SELECT 'dispatched', 'withdrawal', 'overrule', 1
      UNION ALL SELECT 'replied', 'callback', 'receive_reply', 0
      UNION ALL SELECT 'callback', 'callback', 'receive_reply', 0
      UNION ALL SELECT 'verifying', 'verify', 'call_back', 0) d JOIN cases c ON c.status = d.status
    UNION ALL
    SELECT s.case_id, s.id, d.kind, s.signed_at, 1
    FROM (SELECT 'return' AS kind UNION ALL SELECT 'first_contact') d JOIN assignments s
    WHERE s.status IN ('signed', 'reviewing', 'returning') AND s.signed_at IS NOT NULL
      AND (d.kind = 'return' OR s.contacted_at IS NULL)
    UNION ALL
    SELECT case_id, NULL, 'supervision', max(issued_at), 0 FROM supervisions WHERE status = 'issued' GROUP BY case_id
    UNION ALL
    SELECT case_id, NULL, 'review', started_at, 0 FROM suspensions WHERE ended_at IS NULL)
  SELECT case_id, assignment_id, kind, since FROM duties d
  WHERE since IS NOT NULL AND (? IS NULL OR case_id = ?) AND NOT EXISTS (
    SELECT 1 FROM clocks k WHERE k.case_id = d.case_id AND k.kind = d.kind AND k.assignment_id IS d.assignment_id
      AND (d.ever OR k.met_at IS NULL AND k.stopped_at IS NULL))`;

/** The clocks that did not start because a year's calendar was missing; of one case, or of all. */
export function missingClocks(db: Db, caseId: number | null): MissingClock[] {
  return prepared(db, MISSING).all(caseId, caseId) as MissingClock[];
}

/** What decides about the limit of a missing clock, as of the moment it should have started. */
export function contextOfMissing(db: Db, { case_id, assignment_id, since }: MissingClock): ActContext {
  const given = first(db, q.selectFrom('cases').selectAll().where('id', '=', case_id));
  if (!given) throw new Error(`case ${case_id} has gone`);
  const assignment =
    assignment_id === null
      ? null
      : (first(db, q.selectFrom('assignments').selectAll().where('id', '=', assignment_id)) ?? null);
  return contextOf(db, null, given, assignment, since);
}

/**
 * Starts the clocks that could not start because a year's calendar was missing, from the moment they should have
 * run. To be called in the transaction that makes a limit reckonable for the case; a change of the calendar itself
 * starts them by reckon-write.ts.
 * @returns how many were started
 */
export function startMissingClocks(db: Db, caseId: number): number {
  return missingClocks(db, caseId).filter((each) => startMissing(db, each)).length;
}

/** @returns whether it runs now */
export function startMissing(db: Db, missing: MissingClock): boolean {
  const context = contextOfMissing(db, missing);
  const started = startClock(db, context, missing.kind);
  if (started) placeInQueue(db, context.case.id, context.case.status, context.case.urgent === 1);
  return started;
}
