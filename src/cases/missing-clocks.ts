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

/** What brings a case to the dispatcher, and what counts as its acceptance. */
const TO_DISPATCH = ['accept', 'overrule', 'take_back', 'recall', 'resume', 'part', 'unmerge'];
const ACCEPTED_BY = ['accept', 'overrule', 'merge'];

/**
 * Duties and rights that stand without their clock: of the case by its state, its open orders and its suspension, of
 * an assignment that was signed. `ever`: runs once, so that one which is over is not missing, and counts
 * from the first of its acts; a duty counts from the last.
 */
const MISSING = `WITH duties(case_id, assignment_id, kind, since, ever) AS (
    SELECT c.id, NULL, d.kind, (SELECT CASE WHEN d.ever THEN min(e.at) ELSE max(e.at) END FROM events e
      WHERE e.case_id = c.id AND e.act IN (SELECT value FROM json_each(d.acts))), d.ever
    FROM (SELECT 'received' AS status, 'accept' AS kind, '["receive"]' AS acts, 0 AS ever
      UNION ALL SELECT 'accepted', 'dispatch', '${JSON.stringify(TO_DISPATCH)}', 0
      UNION ALL SELECT 'accepted', 'withdrawal', '${JSON.stringify(ACCEPTED_BY)}', 1
      UNION ALL SELECT 'dispatched', 'withdrawal', '${JSON.stringify(ACCEPTED_BY)}', 1
      UNION ALL SELECT 'merged', 'withdrawal', '${JSON.stringify(ACCEPTED_BY)}', 1
      UNION ALL SELECT 'replied', 'callback', '["receive_reply","resume"]', 0
      UNION ALL SELECT 'callback', 'callback', '["receive_reply","follow","resume"]', 0
      UNION ALL SELECT 'verifying', 'verify', '["call_back","resume"]', 0) d JOIN cases c ON c.status = d.status
    UNION ALL
    SELECT s.case_id, s.id, d.kind, s.signed_at, 1
    FROM (SELECT 'return' AS kind UNION ALL SELECT 'first_contact') d JOIN assignments s
    JOIN cases c ON c.id = s.case_id AND c.status = 'dispatched'
    WHERE s.status IN ('signed', 'reviewing', 'returning') AND s.signed_at IS NOT NULL
      AND (d.kind = 'return' OR s.contacted_at IS NULL)
    UNION ALL
    SELECT v.case_id, NULL, 'supervision', max(v.issued_at, coalesce((SELECT max(e.at) FROM events e
      WHERE e.case_id = v.case_id AND e.act = 'demand_again'), 0)), 0 FROM supervisions v WHERE v.status = 'issued'
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
