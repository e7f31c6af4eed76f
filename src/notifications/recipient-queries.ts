import type { AssignmentRow, CaseRow } from '../cases/rows.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Role } from '../people/roles.ts';

export type Person = { id: number; name: string; phone: string; email: string };

const PERSON = 'SELECT u.id, u.name, u.phone, u.email FROM users u';
const HOLDS = 'EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role = ?)';

/** People in service who hold a role. */
export function roleHolders(db: Db, role: Role): Person[] {
  return prepared(db, `${PERSON} WHERE u.active = 1 AND ${HOLDS} ORDER BY u.id`).all(role) as Person[];
}

/** People in service of exactly this agency or section who hold a role. */
export function personnelOf(db: Db, agencyId: number, role: Role): Person[] {
  const text = `${PERSON} WHERE u.agency_id = ? AND u.active = 1 AND ${HOLDS} ORDER BY u.id`;
  return prepared(db, text).all(agencyId, role) as Person[];
}

const USER_IN = `WITH RECURSIVE below(id) AS (
    SELECT a.id FROM agencies a WHERE a.id IN (?, ?)
    UNION SELECT a.id FROM agencies a JOIN below b ON a.parent_id = b.id)
  ${PERSON} WHERE u.id = ? AND u.active = 1 AND ${HOLDS} AND u.agency_id IN (SELECT id FROM below)`;

/** A handler as long as they are in service with this agency, its section or below them. */
export function userIn(
  db: Db,
  userId: number,
  agencyId: number,
  sectionId: number | null,
): Person | undefined {
  return prepared(db, USER_IN).get(agencyId, sectionId, userId, 'handler') as Person | undefined;
}

type Post = { id: number; parent_id: number | null; short_name: string; duty_mobile: string; email: string };

export function agencyPost(db: Db, id: number): Post | undefined {
  const text = 'SELECT id, parent_id, short_name, duty_mobile, email FROM agencies WHERE id = ?';
  return prepared(db, text).get(id) as Post | undefined;
}

const LEAD = `SELECT * FROM assignments WHERE case_id = ? AND agency_id = ? AND role <> 'assist'
  AND status NOT IN ('withdrawn', 'returned') ORDER BY id DESC LIMIT 1`;

/** The assignment of the agency that answers for the case; none before it is dispatched. */
export function leadOf(db: Db, given: Pick<CaseRow, 'id' | 'lead_agency_id'>): AssignmentRow | undefined {
  return prepared(db, LEAD).get(given.id, given.lead_agency_id) as AssignmentRow | undefined;
}
