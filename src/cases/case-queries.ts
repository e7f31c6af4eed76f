import { callRecordsOf } from '../citizens/calls.ts';
import { maskPhone } from '../citizens/phone.ts';
import type { Db } from '../db/open.ts';
import { all, first, prepared, q } from '../db/query.ts';
import type { AssignmentRow, CaseRow, ClockRow } from './rows.ts';

/** Everything a case page shows beside the case itself; each in the order it is read. */

export type ShownAssignment = AssignmentRow & {
  agency: string;
  /** 1: an outside unit. */
  external: number;
  section: string | null;
  handler: string | null;
};

const ASSIGNMENTS = `SELECT s.*, a.short_name AS agency, a.external, b.short_name AS section, u.name AS handler
  FROM assignments s JOIN agencies a ON a.id = s.agency_id
  LEFT JOIN agencies b ON b.id = s.section_id LEFT JOIN users u ON u.id = s.handler_id
  WHERE s.case_id = ? ORDER BY s.round DESC, s.role = 'assist', s.id`;

export function assignmentsOf(db: Db, caseId: number): ShownAssignment[] {
  return prepared(db, ASSIGNMENTS).all(caseId) as ShownAssignment[];
}

/** A case that is known to be there. */
export function caseById(db: Db, id: number): CaseRow {
  const given = first(db, q.selectFrom('cases').selectAll().where('id', '=', id));
  if (!given) throw new Error(`case ${id} has gone`);
  return given;
}

export function clocksOf(db: Db, caseId: number): ClockRow[] {
  return all(db, q.selectFrom('clocks').selectAll().where('case_id', '=', caseId).orderBy('id'));
}

export function repliesOf(db: Db, caseId: number) {
  return all(db, q.selectFrom('replies').selectAll().where('case_id', '=', caseId).orderBy('id', 'desc'));
}

export function contactsOf(db: Db, caseId: number) {
  return all(
    db,
    q
      .selectFrom('first_contacts as f')
      .innerJoin('assignments as s', 's.id', 'f.assignment_id')
      .select(['f.at', 'f.how', 'f.result', 'f.assignment_id'])
      .where('s.case_id', '=', caseId)
      .orderBy('f.id', 'desc'),
  );
}

export function callbacksOf(db: Db, caseId: number) {
  return all(db, q.selectFrom('callbacks').selectAll().where('case_id', '=', caseId).orderBy('id', 'desc'));
}

export type ShownCall = {
  direction: 'in' | 'out';
  /** Masked (C-M1); what is no number stands as it was typed, what cannot be read is said. */
  number: string;
  /** Operator number and name. */
  operator: string;
  startedAt: number;
  endedAt: number | null;
  note: string;
};

/** C-A1: the calls of a case, as they were made; for the hotline alone. */
export function callsOf(db: Db, caseId: number): ShownCall[] {
  return callRecordsOf(db, caseId).map((call) => ({
    direction: call.direction,
    number: numberShown(call.number),
    operator: operatorOf(db, call.user_id) ?? '',
    startedAt: call.started_at,
    endedAt: call.ended_at,
    note: call.note,
  }));
}

function numberShown(number: string | null): string {
  if (number === null) return '号码已加密';
  return /\d/.test(number) ? maskPhone(number) : number;
}

const LAST_EVENT = 'SELECT max(id) FROM events WHERE case_id = ?';

/** What the person has seen when a form is opened; perform.ts tells whether anything moved since. */
export function lastEventOf(db: Db, caseId: number): number {
  return Number(prepared(db, LAST_EVENT).pluck().get(caseId) ?? 0);
}

export function operatorOf(db: Db, userId: number | null): string | null {
  if (userId === null) return null;
  const user = first(db, q.selectFrom('users').select(['name', 'operator_no']).where('id', '=', userId));
  if (!user) return null;
  return user.operator_no ? `${user.operator_no} 号 ${user.name}` : user.name;
}

/** Its own since it went to the call-back with its main case, else what the main case was answered until then. */
const PUBLIC_REPLY = `WITH followed(main, at) AS (
    SELECT c.merged_into, (SELECT max(e.at) FROM events e WHERE e.case_id = c.id AND e.act = 'follow')
    FROM cases c WHERE c.id = @id AND c.merged_into IS NOT NULL)
  SELECT r.public_reply FROM replies r WHERE r.approved_at IS NOT NULL AND r.public_reply <> '' AND (
    r.case_id = @id AND r.approved_at >= coalesce((SELECT at FROM followed), 0)
    OR r.case_id = (SELECT main FROM followed) AND r.approved_at <= (SELECT at FROM followed))
  ORDER BY r.case_id = @id DESC, r.id DESC LIMIT 1`;

/** The lead's latest approved text for the citizen. */
export function publicReplyOf(db: Db, id: number): string | null {
  return (prepared(db, PUBLIC_REPLY).pluck().get({ id }) as string | undefined) ?? null;
}

const LAST_WORDS = `SELECT act, why FROM events WHERE case_id = ? AND act = ?
  AND (assignment_id IS NULL OR assignment_id = ?) ORDER BY id DESC LIMIT 1`;

/** What was said with the latest act of a kind, on the case or one of its assignments. */
export function lastWords(db: Db, caseId: number, act: string, assignmentId: number | null): string | null {
  const row = prepared(db, LAST_WORDS).get(caseId, act, assignmentId) as { why: string } | undefined;
  return row?.why || null;
}

const LAST_MOVE = `SELECT act, why FROM events WHERE case_id = ? AND user_id IS NOT NULL AND from_status <> to_status
  ORDER BY id DESC LIMIT 1`;

/** The latest act of a person that moved the case or one of its assignments. */
export function lastMoveOf(db: Db, caseId: number): { act: string; why: string } | undefined {
  return prepared(db, LAST_MOVE).get(caseId) as { act: string; why: string } | undefined;
}
