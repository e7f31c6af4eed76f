import { dispatchable } from '../agencies/queries.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { type ItemRow, itemById } from '../items/queries.ts';
import type { CaseRow } from './rows.ts';

export type Proposal = { lead: string; role: 'lead' | 'fallback' };

const PROPOSED = `SELECT e.detail ->> '$.proposed' FROM events e JOIN assignments s ON s.id = e.assignment_id
  WHERE e.case_id = ? AND e.act = 'ask_return' AND s.status = 'returned' AND s.role <> 'assist' ORDER BY e.id DESC LIMIT 1`;

/**
 * Whom a case is most likely for: after a granted return the agency that was proposed, else whoever is responsible for
 * its service item (Q-B3). The item's fallback agency stands in as such (Q-B2), also where the person named it.
 * @param own the agency that the person chose otherwise, '' when none
 */
export function proposalFor(db: Db, given: Pick<CaseRow, 'id' | 'item_id'>, own: string): Proposal {
  const item = itemById(db, given.item_id);
  const returned = prepared(db, PROPOSED).pluck().get(given.id) as number | string | undefined;
  const wanted = Number(returned ?? item?.agency_id ?? 0);
  const lead = dispatchable(db).some(({ id }) => id === wanted) ? String(wanted) : '';
  return { lead, role: item && isFallback(item, Number(own || wanted)) ? 'fallback' : 'lead' };
}

function isFallback({ agency_id, fallback_id }: ItemRow, agencyId: number): boolean {
  return agencyId === fallback_id && agencyId !== agency_id;
}
