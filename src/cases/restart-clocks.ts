import type { Db } from '../db/open.ts';
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
 * A suspended case goes on where it stood (X-E1): each duty that still stands has its whole limit again, from now.
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
}
