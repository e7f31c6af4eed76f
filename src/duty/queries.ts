import { queueRank } from '../cases/queue-place.ts';
import type { CaseStatus, ClockKind } from '../cases/states.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';

/** An urgent case that nobody has taken in hand yet: not accepted, not dispatched, or not signed by an agency. */
export type WaitingCase = {
  id: number;
  number: string;
  headline: string;
  status: CaseStatus;
  first_operator: number | null;
  urgent: number;
  emergency: number;
  confidential: number;
  anonymous: number;
  /** The agency that has not signed; null while the case is with the hotline. */
  agency: string | null;
  /** 1: it is an outside unit, which has not been sent its letter (Q-B5). */
  external: number;
  next_clock: ClockKind | null;
  next_due_at: number | null;
};

const CASE = `c.id, c.number, c.headline, c.status, c.first_operator, c.urgent, c.emergency, c.confidential, c.anonymous`;

// Urgent ones have the smaller ranks (queue-place.ts), so each part is a range of its index.
const WAITING = `SELECT ${CASE}, NULL AS agency, 0 AS external, c.next_clock, c.next_due_at, c.queue_rank AS rank
    FROM cases c WHERE c.status IN ('received', 'accepted') AND c.queue_rank < @bound
  UNION ALL
  SELECT ${CASE}, a.short_name, a.external, s.next_clock, s.next_due_at, s.queue_rank
    FROM assignments s JOIN cases c ON c.id = s.case_id JOIN agencies a ON a.id = s.agency_id
    WHERE s.status = 'unsigned' AND s.queue_rank < @bound AND c.status = 'dispatched'
  ORDER BY rank, id LIMIT @most`;

/** Q-A5: urgent cases that still wait, what is due first in front. */
export function waitingCases(db: Db, most: number): WaitingCase[] {
  return prepared(db, WAITING).all({ bound: queueRank(false, 0), most }) as WaitingCase[];
}
