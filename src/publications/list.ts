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
const OWN = `SELECT r.id, c.id AS caseId, c.number, c.headline
  FROM replies r INDEXED BY replies_to_publish CROSS JOIN cases c ON c.id = r.case_id
  WHERE r.to_publish = 1 AND r.approved_at IS NOT NULL AND r.id < @from
    AND c.status IN ('callback', 'closed', 'archived')
    AND NOT EXISTS (SELECT 1 FROM replies later WHERE later.case_id = r.case_id AND later.id > r.id
      AND later.approved_at IS NOT NULL AND later.public_reply <> '')`;

// Whoever was merged hears what the main case was answered (case-queries.ts), and may be the one who left no way to be
// told where the main case's citizen was phoned. One line an answer, under the first number that waits for it.
const OF_MERGED = `SELECT r.id, min(m.id) AS caseId, m.number, m.headline
  FROM cases m INDEXED BY cases_merged CROSS JOIN replies r ON r.id = (SELECT max(a.id) FROM replies a
    WHERE a.case_id = m.merged_into AND a.approved_at IS NOT NULL AND a.public_reply <> ''
      AND a.approved_at <= (SELECT max(e.at) FROM events e WHERE e.case_id = m.id AND e.act = 'follow'))
  WHERE m.merged_into IS NOT NULL AND m.status IN ('callback', 'closed', 'archived') AND m.round = 0
    AND (m.anonymous = 1 OR NOT EXISTS (SELECT 1 FROM citizens z WHERE z.case_id = m.id
      AND (z.phone <> '' OR z.phone_mac IS NOT NULL)))
    AND r.to_publish = 0 AND r.id < @from GROUP BY r.id`;

const TO_PUBLISH = `SELECT p.*, a.short_name AS agency, r.public_reply AS publicReply,
    coalesce(nullif(r.office_phone, ''), a.office_phone) AS officePhone,
    coalesce(nullif(r.contact_person, ''), a.contact_person) AS contactPerson, r.approved_at AS approvedAt
  FROM (SELECT * FROM (${OWN} ORDER BY r.id DESC LIMIT @most) UNION ALL SELECT * FROM (${OF_MERGED})) p
    JOIN replies r ON r.id = p.id JOIN assignments s ON s.id = r.assignment_id JOIN agencies a ON a.id = s.agency_id
  ORDER BY p.id DESC LIMIT @most`;

/** One page of the replies to be published, newest first, and where the next page begins. */
export function listToPublish(db: Db, before: number | null): { rows: ToPublish[]; next: number | null } {
  const from = before ?? Number.MAX_SAFE_INTEGER;
  const found = prepared(db, TO_PUBLISH).all({ from, most: PUBLICATIONS_A_PAGE + 1 }) as ToPublish[];
  const rows = found.slice(0, PUBLICATIONS_A_PAGE);
  return { rows, next: found.length > rows.length ? (rows.at(-1)?.id ?? null) : null };
}
