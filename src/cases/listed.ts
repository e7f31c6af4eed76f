import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { CaseRow } from './rows.ts';
import type { AssignmentStatus, CaseStatus, ClockKind } from './states.ts';

export const PAGE_SIZE = 50;

/** A line of a list. */
export type ListedCase = {
  id: number;
  number: string;
  headline: string;
  kind: string;
  status: CaseStatus;
  assignment_id: number | null;
  assignment_status: AssignmentStatus | null;
  agency: string | null;
  /** 1: the assignment is an outside unit's. */
  external: number;
  urgent: number;
  emergency: number;
  confidential: number;
  anonymous: number;
  next_clock: ClockKind | null;
  next_due_at: number | null;
  queue_rank: number | null;
  received_at: number;
  last_event_at: number;
  last_act: string;
  round: number;
  supervised: number;
  exempt: number;
  card: CaseRow['card'];
  /** How often the case was pressed; in an agency's queue, how often that agency was. */
  pressed: number;
  /** What the cursor of the next page names: the assignment's id in an agency's queue, else the case's. */
  cursor_id: number;
};

const SHARED = `c.id, c.number, c.headline, c.kind, c.status, c.urgent, c.emergency, c.confidential, c.anonymous,
  c.received_at, c.last_event_at, c.last_act, c.round, c.supervised, c.exempt, c.card, a.short_name AS agency`;
/** Cases as lines of a list; `place` is what the list is ordered by, and what the cursor of its next page names. */
export function casesPlacedBy(place: string): string {
  return `SELECT ${SHARED}, c.next_clock, c.next_due_at, ${place} AS queue_rank, c.pressed, c.id AS cursor_id,
  NULL AS assignment_id, NULL AS assignment_status, 0 AS external FROM cases c LEFT JOIN agencies a ON a.id = c.lead_agency_id`;
}

export const CASES = casesPlacedBy('c.queue_rank');
export const ASSIGNMENTS = `SELECT ${SHARED}, s.next_clock, s.next_due_at, s.queue_rank, s.pressed, s.id AS cursor_id,
  s.id AS assignment_id, s.status AS assignment_status, a.external
  FROM assignments s JOIN cases c ON c.id = s.case_id LEFT JOIN agencies a ON a.id = s.agency_id`;

/** These cases as lines of a list, in the order of the ids. */
export function listedCases(db: Db, ids: readonly number[]): ListedCase[] {
  const found = prepared(db, `${CASES} WHERE c.id IN (SELECT value FROM json_each(?))`);
  const rows = new Map((found.all(JSON.stringify(ids)) as ListedCase[]).map((row) => [row.id, row]));
  return ids.flatMap((id) => rows.get(id) ?? []);
}
