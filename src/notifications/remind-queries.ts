import type { AssignmentRow, CaseRow } from '../cases/rows.ts';
import type { ClockKind } from '../cases/states.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { leadOf } from './recipient-queries.ts';

/** A clock whose reminders are due, or not reckoned yet, with what its case says about them. */
export type DueClock = {
  id: number;
  case_id: number;
  assignment_id: number | null;
  kind: ClockKind;
  started_at: number;
  due_at: number;
  received_at: number;
  urgent: number;
};

const CLOCKS = `SELECT k.id, k.case_id, k.assignment_id, k.kind, k.started_at, k.due_at, c.received_at, c.urgent
  FROM clocks k JOIN cases c ON c.id = k.case_id WHERE k.met_at IS NULL AND k.stopped_at IS NULL`;
const OF_CASE = `${CLOCKS} AND k.case_id = ? AND k.remind_at <= ? ORDER BY k.id`;
const DUE = `${CLOCKS} AND k.remind_at BETWEEN ? AND ? ORDER BY k.remind_at LIMIT ?`;

export function dueClocksOf(db: Db, caseId: number, now: number): DueClock[] {
  return prepared(db, OF_CASE).all(caseId, now) as DueClock[];
}

/** Along the index of what is to be reminded of. */
export function dueClocks(db: Db, from: number, to: number, limit: number): DueClock[] {
  return prepared(db, DUE).all(from, to, limit) as DueClock[];
}

const NEXT = 'UPDATE clocks SET remind_at = ? WHERE id = ?';

export function remindAt(db: Db, clockId: number, at: number | null): void {
  prepared(db, NEXT).run(at, clockId);
}

const AGAIN = 'UPDATE clocks SET remind_at = 0 WHERE case_id = ? AND met_at IS NULL AND stopped_at IS NULL';

/** The reminders of a case are reckoned anew, because it has become another kind of case: urgent. */
export function remindAnew(db: Db, caseId: number): void {
  prepared(db, AGAIN).run(caseId);
}

const ASSIGNMENT = 'SELECT * FROM assignments WHERE id = ?';
const ORDERED = `SELECT agency_id FROM supervisions WHERE case_id = ? AND status <> 'released' ORDER BY id DESC LIMIT 1`;

/**
 * The case as those who speak of this clock see it: an order of supervision stays with the agency that it went to,
 * whoever has the case now (Q-E4).
 */
export function asOrdered(db: Db, given: CaseRow, { kind }: Pick<DueClock, 'kind'>): CaseRow {
  if (kind !== 'supervision') return given;
  const agency = prepared(db, ORDERED).pluck().get(given.id) as number | undefined;
  return { ...given, lead_agency_id: agency ?? given.lead_agency_id };
}

/** Whose clock it is; of an order of supervision, that of the agency that it went to, as long as it has the case. */
export function assignmentOf(
  db: Db,
  given: CaseRow,
  clock: Pick<DueClock, 'assignment_id' | 'kind'>,
): AssignmentRow | null {
  if (clock.assignment_id !== null) return assignmentById(db, clock.assignment_id) ?? null;
  if (clock.kind !== 'supervision') return null;
  return leadOf(db, asOrdered(db, given, clock)) ?? null;
}

export function assignmentById(db: Db, id: number): AssignmentRow | undefined {
  return prepared(db, ASSIGNMENT).get(id) as AssignmentRow | undefined;
}

const ANSWERED = `SELECT 1 FROM supervisions WHERE case_id = ? AND status = 'answered'`;

/** Q-E4: while a report lies with the hotline nobody is late with it. */
export function reportIsIn(db: Db, caseId: number): boolean {
  return prepared(db, ANSWERED).get(caseId) !== undefined;
}

const EXTERNAL = 'SELECT external FROM agencies WHERE id = ?';

/** Q-B5. */
export function isExternal(db: Db, assignment: AssignmentRow | null): boolean {
  return assignment !== null && prepared(db, EXTERNAL).pluck().get(assignment.agency_id) === 1;
}
