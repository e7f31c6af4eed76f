import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { CaseRow } from './rows.ts';
import type { AssignmentRole } from './states.ts';

/** The agency that answers for a case: what is done again or put under supervision goes to it. */
export type Lead = {
  agencyId: number;
  role: AssignmentRole;
  agency: string;
  external: boolean;
  /** It may not return the case (X-E1). */
  returnBarred: boolean;
  /** The case has none of its own: it is merged into another, whose agency answers for both. */
  ofMain: boolean;
};

const LEAD = `SELECT s.agency_id AS agencyId, s.role, s.return_barred, a.short_name AS agency, a.external
  FROM assignments s JOIN agencies a ON a.id = s.agency_id
  WHERE s.case_id = ? AND s.role <> 'assist' AND s.status NOT IN ('withdrawn', 'returned') ORDER BY s.id DESC LIMIT 1`;

/** Null where none was ever given the case, or it was taken back. */
export function leadOf(db: Db, given: Pick<CaseRow, 'id' | 'merged_into'>): Lead | null {
  const own = lastLead(db, given.id, false);
  return own ?? (given.merged_into === null ? null : lastLead(db, given.merged_into, true));
}

type Row = Pick<Lead, 'agencyId' | 'role' | 'agency'> & { external: number; return_barred: number };

function lastLead(db: Db, caseId: number, ofMain: boolean): Lead | null {
  const row = prepared(db, LEAD).get(caseId) as Row | undefined;
  if (!row) return null;
  const { agencyId, role, agency, external, return_barred } = row;
  return { agencyId, role, agency, external: external === 1, returnBarred: return_barred === 1, ofMain };
}
