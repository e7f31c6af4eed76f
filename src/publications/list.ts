import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';

/** A reply whose citizen cannot be told otherwise (Q-A8, Q-D6): what is to be published of it, and nothing else. */
export type ToPublish = {
  id: number;
  caseId: number;
  number: string;
  headline: string;
  agency: string;
  publicReply: string;
  officePhone: string;
  contactPerson: string;
  approvedAt: number;
};

export const PUBLICATIONS_A_PAGE = 20;

// The case's latest answer alone, once the hotline has checked it, and not while it is disputed or handled again.
// The few that are marked lead: SQLite would rather begin with the many cases of these states.
const TO_PUBLISH = `SELECT r.id, c.id AS caseId, c.number, c.headline, a.short_name AS agency,
    r.public_reply AS publicReply, r.office_phone AS officePhone, r.contact_person AS contactPerson,
    r.approved_at AS approvedAt
  FROM replies r INDEXED BY replies_to_publish CROSS JOIN cases c ON c.id = r.case_id
    JOIN assignments s ON s.id = r.assignment_id JOIN agencies a ON a.id = s.agency_id
  WHERE r.to_publish = 1 AND r.approved_at IS NOT NULL AND r.id < ?
    AND c.status IN ('callback', 'closed', 'archived')
    AND NOT EXISTS (SELECT 1 FROM replies later WHERE later.case_id = r.case_id AND later.id > r.id
      AND later.approved_at IS NOT NULL AND later.public_reply <> '')
  ORDER BY r.id DESC LIMIT ?`;

/** One page of the replies to be published, newest first, and where the next page begins. */
export function listToPublish(db: Db, before: number | null): { rows: ToPublish[]; next: number | null } {
  const from = before ?? Number.MAX_SAFE_INTEGER;
  const found = prepared(db, TO_PUBLISH).all(from, PUBLICATIONS_A_PAGE + 1) as ToPublish[];
  const rows = found.slice(0, PUBLICATIONS_A_PAGE);
  return { rows, next: found.length > rows.length ? (rows.at(-1)?.id ?? null) : null };
}
