import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';

export const APPEALS_A_PAGE = 50;

export type AppealLine = {
  id: number;
  status: 'asked' | 'proposed' | 'granted' | 'refused';
  reason: string;
  asked_at: number;
  asked_by: string;
  proposed_by: string | null;
  decided_by: string | null;
  case_id: number;
  case_number: string;
  headline: string;
  agency: string | null;
};

/** Undecided appeals come from their own small index, oldest first; decided ones newest first. */
const LINES = `SELECT p.id, p.status, p.reason, p.asked_at, u.name AS asked_by, v.name AS proposed_by,
    w.name AS decided_by, p.case_id, c.number AS case_number, c.headline, a.short_name AS agency
  FROM appeals p JOIN cases c ON c.id = p.case_id JOIN users u ON u.id = p.asked_by
  LEFT JOIN users v ON v.id = p.proposed_by LEFT JOIN users w ON w.id = p.decided_by
  LEFT JOIN agencies a ON a.id = coalesce(u.agency_id, c.lead_agency_id)`;
const OPEN = `${LINES} WHERE p.status IN ('asked', 'proposed') AND p.id > ? ORDER BY p.id LIMIT ${APPEALS_A_PAGE + 1}`;
const DECIDED = `${LINES} WHERE p.status IN ('granted', 'refused') AND p.id < ? ORDER BY p.id DESC LIMIT ${APPEALS_A_PAGE + 1}`;

/** One page of appeals, and one line more where there is a next page. `after`: the id that the last page ended with. */
export function listAppeals(db: Db, state: 'open' | 'decided', after: number | null): AppealLine[] {
  const [sql, start] = state === 'open' ? [OPEN, 0] : [DECIDED, Number.MAX_SAFE_INTEGER];
  return prepared(db, sql).all(after ?? start) as AppealLine[];
}
