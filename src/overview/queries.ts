import type { CaseStatus } from '../cases/states.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';

export type OpenOfAgency = {
  agency_id: number;
  agency: string;
  open: number;
  unsigned: number;
  late: number;
};

const BY_STATUS = 'SELECT status, count(*) AS open FROM cases WHERE queue_rank IS NOT NULL GROUP BY status';
// What is suspended is counted apart (domain.md).
const LATE = `SELECT count(*) FROM cases WHERE queue_rank IS NOT NULL AND next_due_at < ? AND status <> 'suspended'`;
const REVIEW_DUE = `SELECT count(*) FROM cases c CROSS JOIN suspensions p ON p.case_id = c.id AND p.ended_at IS NULL
  WHERE c.status = 'suspended' AND p.review_on <= ?`;
const RECEIVED_SINCE = 'SELECT count(*) FROM cases WHERE id >= ?';
// Bounded by the open cases, however many have been closed: see the partial index cases_open_by_agency.
const BY_AGENCY = `SELECT c.lead_agency_id AS agency_id, a.short_name AS agency, count(*) AS open,
    sum(c.next_due_at < ?) AS late,
    (SELECT count(*) FROM assignments s WHERE s.agency_id = c.lead_agency_id AND s.status = 'unsigned'
      AND s.queue_rank IS NOT NULL) AS unsigned
  FROM cases c JOIN agencies a ON a.id = c.lead_agency_id
  WHERE c.queue_rank IS NOT NULL AND c.status = 'dispatched' GROUP BY c.lead_agency_id ORDER BY late DESC, open DESC`;

export function openByStatus(db: Db): Map<CaseStatus, number> {
  const rows = prepared(db, BY_STATUS).all() as { status: CaseStatus; open: number }[];
  return new Map(rows.map((row) => [row.status, row.open]));
}

export function lateCases(db: Db, now: number): number {
  return Number(prepared(db, LATE).pluck().get(now));
}

/** Suspended cases that are to be looked at again by the end of a local day. */
export function reviewsDue(db: Db, day: string): number {
  return Number(prepared(db, REVIEW_DUE).pluck().get(day));
}

/** Cases received since a moment (epoch ms); ids follow the time of receipt. */
export function receivedSince(db: Db, from: number): number {
  return Number(
    prepared(db, RECEIVED_SINCE)
      .pluck()
      .get(Math.floor(from / 1000) * 1000),
  );
}

export function openByAgency(db: Db, now: number): OpenOfAgency[] {
  return prepared(db, BY_AGENCY).all(now) as OpenOfAgency[];
}
