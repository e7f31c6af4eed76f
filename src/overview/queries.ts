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

/** How the open cases stood at a moment (epoch ms). */
export type Standing = {
  at: number;
  open: ReadonlyMap<CaseStatus, number>;
  /** Whose next limit has passed; what is suspended is counted apart (domain.md). */
  late: number;
  /** What is with each lead agency, the latest first. */
  agencies: readonly OpenOfAgency[];
};

/** From so many open cases on the counts are reckoned anew only after a while, in ms: the page says of when they are. */
const [MANY, A_WHILE] = [20_000, 10_000];

const latest = new WeakMap<Db, Standing>();

export function standingOf(db: Db, now: number): Standing {
  const before = latest.get(db);
  if (before && now >= before.at && now - before.at < A_WHILE && openIn(before) > MANY) return before;
  const standing = reckon(db, now);
  latest.set(db, standing);
  return standing;
}

function openIn({ open }: Standing): number {
  return open.values().reduce((sum, count) => sum + count, 0);
}

// One walk over the open cases, however many have been closed: see the partial index cases_open_by_agency.
const OPEN = `SELECT status, lead_agency_id AS agency, count(*) AS open, coalesce(sum(next_due_at < ?), 0) AS late
  FROM cases WHERE queue_rank IS NOT NULL GROUP BY status, lead_agency_id`;
const AGENCY = `SELECT a.short_name AS agency, (SELECT count(*) FROM assignments s WHERE s.agency_id = a.id
    AND s.status = 'unsigned' AND s.queue_rank IS NOT NULL) AS unsigned FROM agencies a WHERE a.id = ?`;

type Open = { status: CaseStatus; agency: number | null; open: number; late: number };

function reckon(db: Db, now: number): Standing {
  const rows = prepared(db, OPEN).all(now) as Open[];
  const open = new Map<CaseStatus, number>();
  for (const row of rows) open.set(row.status, (open.get(row.status) ?? 0) + row.open);
  const agencies = rows.flatMap(({ status, agency, ...counts }) =>
    status === 'dispatched' && agency !== null
      ? [{ agency_id: agency, ...counts, ...(prepared(db, AGENCY).get(agency) as Named) }]
      : [],
  );
  return {
    at: now,
    open,
    late: rows.reduce((sum, { status, late }) => sum + (status === 'suspended' ? 0 : late), 0),
    agencies: agencies.sort((a, b) => b.late - a.late || b.open - a.open),
  };
}

type Named = { agency: string; unsigned: number };

const REVIEW_DUE = `SELECT count(*) FROM cases c CROSS JOIN suspensions p ON p.case_id = c.id AND p.ended_at IS NULL
  WHERE c.status = 'suspended' AND p.review_on <= ?`;
const RECEIVED_SINCE = 'SELECT count(*) FROM cases WHERE id >= ?';

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
