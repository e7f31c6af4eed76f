import { calendarOf } from '../calendar/current.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Actor } from '../people/actor.ts';
import { kindOf, type Policy, policyAt } from '../policy/policy.ts';
import type { Facts } from '../rules/facts.ts';
import type { ActContext } from './act.ts';
import type { AssignmentRow, CaseRow } from './rows.ts';

const PHONE = 'SELECT phone FROM citizens WHERE case_id = ?';
const FAILED = `SELECT count(*) FROM callbacks WHERE case_id = ? AND round = ? AND reached = 'no'`;
const RETURN_DUE = `SELECT due_at FROM clocks WHERE assignment_id = ? AND kind = 'return' ORDER BY id DESC LIMIT 1`;
const MISSING = `SELECT a.short_name FROM assignments s JOIN agencies a ON a.id = s.agency_id
  WHERE s.case_id = ? AND s.round = ? AND s.role = 'assist' AND s.status IN ('unsigned', 'signed', 'reviewing', 'returning')`;
const RETURN_ASKED_BY = `SELECT user_id FROM events WHERE case_id = ? AND assignment_id = ? AND act = 'ask_return' ORDER BY id DESC LIMIT 1`;
const HANDLED = `SELECT DISTINCT user_id FROM events WHERE case_id = ? AND user_id IS NOT NULL
  AND act IN ('sign', 'contact', 'submit', 'advise', 'approve', 'disapprove', 'ask_return')`;

/** What an act may use, as things stand at `now`: rows, the policy the case is judged by, the calendar, the facts. */
export function contextOf(
  db: Db,
  actor: Actor | null,
  given: CaseRow,
  assignment: AssignmentRow | null,
  now: number,
): ActContext {
  const policy = policyAt(db, given.received_at);
  return {
    now,
    actor,
    case: given,
    assignment,
    policy,
    calendar: calendarOf(db, policy),
    facts: gatherFacts(db, given, assignment, policy, actor?.id ?? 0, now, null),
  };
}

/** Gathers what the rules may know; `input` is null while a form is only shown. */
export function gatherFacts(
  db: Db,
  given: CaseRow,
  assignment: AssignmentRow | null,
  policy: Policy,
  actorId: number,
  now: number,
  input: Facts['input'],
): Facts {
  return {
    now,
    actorId,
    case: {
      status: given.status,
      urgent: given.urgent === 1,
      anonymous: given.anonymous === 1,
      confidential: given.confidential === 1,
      hasContact: Boolean(prepared(db, PHONE).pluck().get(given.id)),
      round: given.round,
    },
    assignment: assignment && {
      role: assignment.role,
      status: assignment.status,
      submittedBy: assignment.submitted_by,
      contactedAt: assignment.contacted_at,
    },
    kind: kindOf(policy, given.kind),
    limits: policy.limits,
    returnDueAt: assignment
      ? ((prepared(db, RETURN_DUE).pluck().get(assignment.id) as number) ?? null)
      : null,
    returnAskedBy: assignment
      ? ((prepared(db, RETURN_ASKED_BY).pluck().get(given.id, assignment.id) as number) ?? null)
      : null,
    missingAssists: prepared(db, MISSING).pluck().all(given.id, given.round) as string[],
    handledBy: new Set(prepared(db, HANDLED).pluck().all(given.id) as number[]),
    failedAttempts: Number(prepared(db, FAILED).pluck().get(given.id, given.round)),
    input,
  };
}
