import type { Db } from '../db/open.ts';
import { first, prepared, q } from '../db/query.ts';
import { startClock } from './clocks.ts';
import { contextOf } from './facts.ts';
import type { ClockKind } from './lifecycle.ts';
import { placeInQueue } from './queue-place.ts';

type Missing = { case_id: number; assignment_id: number | null; kind: ClockKind; since: number };

/** Duties that stand without their clock: of the case by its state, of an assignment that was signed. */
const MISSING = `WITH duties(case_id, assignment_id, kind, since) AS (
    SELECT c.id, NULL, d.kind, (SELECT max(at) FROM events e WHERE e.case_id = c.id AND e.act = d.act)
    FROM (SELECT 'received' AS status, 'accept' AS kind, 'receive' AS act
      UNION ALL SELECT 'accepted', 'dispatch', 'accept'
      UNION ALL SELECT 'replied', 'callback', 'receive_reply'
      UNION ALL SELECT 'callback', 'callback', 'receive_reply') d JOIN cases c ON c.status = d.status
    UNION ALL
    SELECT s.case_id, s.id, d.kind, s.signed_at
    FROM (SELECT 'return' AS kind UNION ALL SELECT 'first_contact') d JOIN assignments s
    WHERE s.status IN ('signed', 'reviewing', 'returning') AND s.signed_at IS NOT NULL
      AND (d.kind = 'return' OR s.contacted_at IS NULL))
  SELECT * FROM duties d WHERE since IS NOT NULL AND (? IS NULL OR case_id = ?) AND NOT EXISTS (
    SELECT 1 FROM clocks k WHERE k.case_id = d.case_id AND k.kind = d.kind
      AND (d.assignment_id IS NULL AND k.met_at IS NULL AND k.stopped_at IS NULL OR k.assignment_id = d.assignment_id))`;

/**
 * Starts the clocks that could not start because a year's calendar was missing, from the moment they should have
 * run. To be called in the transaction that adds the year, or that makes a limit reckonable for one case.
 * @returns how many were started
 */
export function startMissingClocks(db: Db, caseId: number | null = null): number {
  const missing = prepared(db, MISSING).all(caseId, caseId) as Missing[];
  return missing.filter((each) => startMissing(db, each)).length;
}

function startMissing(db: Db, { case_id, assignment_id, kind, since }: Missing): boolean {
  const given = first(db, q.selectFrom('cases').selectAll().where('id', '=', case_id));
  if (!given) return false;
  const assignment =
    assignment_id === null
      ? null
      : (first(db, q.selectFrom('assignments').selectAll().where('id', '=', assignment_id)) ?? null);
  const started = startClock(db, contextOf(db, null, given, assignment, since), kind);
  if (started) placeInQueue(db, given.id, given.status, given.urgent === 1);
  return started;
}
