import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { ActContext } from './act.ts';
import { startClock } from './clocks.ts';
import { contextOf } from './facts.ts';
import { assignmentsIn } from './move.ts';
import type { AssignmentRow } from './rows.ts';
import type { AssignmentStatus, CaseStatus, ClockKind } from './states.ts';

/** The duty that stands while a case is in a state. */
const OF_CASE: Partial<Record<CaseStatus, ClockKind>> = {
  accepted: 'dispatch',
  replied: 'callback',
  callback: 'callback',
  verifying: 'verify',
};

const OF_ASSIGNMENT: Partial<Record<AssignmentStatus, readonly ClockKind[]>> = {
  unsigned: ['sign', 'reply'],
  signed: ['first_contact', 'reply'],
  returning: ['first_contact', 'reply'],
  reviewing: ['reply'],
};

/**
 * A suspended case goes on where it stood (X-E1): each duty that still stands has its whole limit again, from now;
 * so has the right to return it, where the suspension cut that off.
 * @throws UnknownYearError where a limit of an agency falls in a year without a calendar
 */
export function restartClocks(db: Db, context: ActContext, status: CaseStatus): void {
  const duty = OF_CASE[status];
  if (duty) startClock(db, context, duty);
  if (status !== 'dispatched') return;
  for (const assignment of assignmentsIn(db, context.case.id)) restartAssignment(db, context, assignment);
}

function restartAssignment(db: Db, { actor, case: given, now }: ActContext, assignment: AssignmentRow): void {
  const context = contextOf(db, actor, given, assignment, now);
  for (const kind of OF_ASSIGNMENT[assignment.status] ?? []) {
    if (kind === 'first_contact' && assignment.contacted_at !== null) continue;
    startClock(db, context, kind);
  }
  if (isReturnCutOff(db, assignment)) startClock(db, context, 'return');
}

const CUT_OFF = `SELECT stopped_at < due_at FROM clocks WHERE case_id = ? AND assignment_id = ? AND kind = 'return'
  ORDER BY id DESC LIMIT 1`;

/** Q-C3: while the case waited the agency could not ask. */
function isReturnCutOff(db: Db, { id, case_id, status, replied_at }: AssignmentRow): boolean {
  const mayAsk = (status === 'signed' || status === 'returning') && replied_at === null;
  return mayAsk && prepared(db, CUT_OFF).pluck().get(case_id, id) === 1;
}
