import { calendarOf } from '../calendar/current.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Actor } from '../people/actor.ts';
import { kindOf, type Policy, policyAt } from '../policy/policy.ts';
import { extensionLatest } from '../rules/extension.ts';
import type { Facts } from '../rules/facts.ts';
import type { ActContext } from './act.ts';
import { leadOf } from './lead.ts';
import { mattersOf } from './matters.ts';
import type { AssignmentRow, CaseRow } from './rows.ts';

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

const PHONE = `SELECT phone <> '' OR phone_mac IS NOT NULL FROM citizens WHERE case_id = ?`;
// Whoever handled the main case has handled what was merged into it.
const HANDLED = `SELECT DISTINCT user_id FROM events WHERE case_id IN (?, ?) AND user_id IS NOT NULL
  AND act IN ('sign', 'contact', 'submit', 'advise', 'approve', 'disapprove', 'ask_return', 'key_in_reply', 'key_in_advice',
    'hand_down', 'ask_extension', 'agree_extension', 'decline_extension', 'tell_extension', 'contain', 'report_overlap',
    'rectify', 'fulfil')`;
const ATTEMPTS = `SELECT count(*) AS failedAttempts, max(at) AS lastAttemptAt FROM callbacks
  WHERE case_id = ? AND round = ? AND reached = 'no'`;
const SERVED = 'SELECT max(replied_at) FROM assignments WHERE case_id IN (?, ?)';
const WITHDRAWAL = `SELECT max(due_at) FROM clocks WHERE case_id = ? AND kind = 'withdrawal'`;
const MISSING = `SELECT a.short_name FROM assignments s JOIN agencies a ON a.id = s.agency_id
  WHERE s.case_id = ? AND s.round = ? AND s.role = 'assist' AND s.status IN ('unsigned', 'signed', 'reviewing', 'returning')
  ORDER BY s.id`;
const OVERLAP_BY = `SELECT DISTINCT user_id FROM events WHERE case_id = ? AND act = 'report_overlap' AND user_id IS NOT NULL
  AND id > coalesce((SELECT max(id) FROM events WHERE case_id = ? AND act = 'settle_overlap'), 0)`;
const LEAD_STATUS = `SELECT status FROM assignments WHERE case_id = ? AND round = ? AND role <> 'assist'
  AND status NOT IN ('returned', 'withdrawn') ORDER BY id DESC LIMIT 1`;
const SUPERVISION = `SELECT days FROM supervisions WHERE case_id = ? AND status <> 'released' ORDER BY id DESC LIMIT 1`;
const ORDER_ELSEWHERE = `SELECT a.short_name FROM supervisions v JOIN agencies a ON a.id = v.agency_id
  WHERE v.case_id = ? AND v.status <> 'released' AND v.agency_id <> ? ORDER BY v.id DESC LIMIT 1`;
const REVIEW =
  'SELECT review_on FROM suspensions WHERE case_id = ? AND ended_at IS NULL ORDER BY id DESC LIMIT 1';
const APPEAL = `SELECT asked_by AS askedBy, proposed_by AS proposedBy FROM appeals
  WHERE case_id = ? AND status IN ('asked', 'proposed') ORDER BY id DESC LIMIT 1`;

const LAST_PRESS = `SELECT who, at FROM events WHERE case_id = ? AND act = 'press' ORDER BY id DESC LIMIT 1`;

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
  const matters = mattersOf(db, given.id);
  const handling = leadOf(db, given);
  return {
    now,
    actorId,
    case: {
      status: given.status,
      urgent: given.urgent === 1,
      emergency: given.emergency === 1,
      anonymous: given.anonymous === 1,
      confidential: given.confidential === 1,
      hasContact: prepared(db, PHONE).pluck().get(given.id) === 1,
      round: given.round,
      callAfter: given.call_after,
    },
    kind: kindOf(policy, given.kind),
    limits: policy.limits,
    quietHours: policy.quietHours,
    item: given.item_id === null ? null : { replyDays: given.item_days },
    withdrawalDueAt: value(db, WITHDRAWAL, given.id),
    supervision: row<Facts['supervision']>(db, SUPERVISION, given.id),
    reviewOn: value(db, REVIEW, given.id),
    appeal: row<Facts['appeal']>(db, APPEAL, given.id),
    orderElsewhere: handling && value(db, ORDER_ELSEWHERE, given.id, handling.agencyId),
    handling,
    lastPress: row<Facts['lastPress']>(db, LAST_PRESS, given.id),
    openTasks: assignment ? matters.ofAssignment(assignment.id) : matters.ofCase,
    missingAssists: prepared(db, MISSING).pluck().all(given.id, given.round) as string[],
    handledBy: new Set(prepared(db, HANDLED).pluck().all(given.id, given.merged_into) as number[]),
    servedAt: value(db, SERVED, given.id, given.merged_into),
    ...(prepared(db, ATTEMPTS).get(given.id, given.round) as Pick<Facts, 'failedAttempts' | 'lastAttemptAt'>),
    ...assignmentFacts(db, given, assignment, policy),
    overlapBy: new Set(prepared(db, OVERLAP_BY).pluck().all(given.id, given.id) as number[]),
    leadStatus: value(db, LEAD_STATUS, given.id, given.round),
    input,
  };
}

const RETURN_DUE = `SELECT due_at FROM clocks WHERE case_id = ? AND assignment_id = ? AND kind = 'return' ORDER BY id DESC LIMIT 1`;
const CONTACT_DUE = `SELECT due_at FROM clocks
  WHERE case_id = ? AND assignment_id = ? AND kind = 'first_contact' ORDER BY id DESC LIMIT 1`;
const RETURN_ASKED_BY = `SELECT user_id FROM events WHERE case_id = ? AND assignment_id = ? AND act = 'ask_return' ORDER BY id DESC LIMIT 1`;
const REPLY_CLOCK = `SELECT due_at AS replyDueAt, started_at AS replyStartedAt FROM clocks
  WHERE case_id = ? AND assignment_id = ? AND kind = 'reply' AND stopped_at IS NULL AND met_at IS NULL
  ORDER BY id DESC LIMIT 1`;
const GRANTED = `SELECT coalesce(sum(days), 0) AS grantedDays, count(*) AS granted FROM extensions WHERE assignment_id = ? AND status = 'granted'`;
const REQUESTED = `SELECT asked_by AS askedBy, agreed_by AS agreedBy, days FROM extensions
  WHERE assignment_id = ? AND status IN ('asked', 'agreed') ORDER BY id DESC LIMIT 1`;
const EXTERNAL = 'SELECT external FROM agencies WHERE id = ?';

const NO_REQUEST = { askedBy: null, agreedBy: null, days: null } as const;
const NO_EXTENSION = { grantedDays: 0, granted: 0, ...NO_REQUEST, latestAt: null } as const;

type AssignmentFacts = Pick<
  Facts,
  | 'assignment'
  | 'returnDueAt'
  | 'returnAskedBy'
  | 'firstContactDueAt'
  | 'replyDueAt'
  | 'replyStartedAt'
  | 'extension'
>;

const NO_ASSIGNMENT: AssignmentFacts = {
  assignment: null,
  returnDueAt: null,
  returnAskedBy: null,
  firstContactDueAt: null,
  replyDueAt: null,
  replyStartedAt: null,
  extension: NO_EXTENSION,
};

function assignmentFacts(
  db: Db,
  given: CaseRow,
  assignment: AssignmentRow | null,
  policy: Policy,
): AssignmentFacts {
  if (!assignment) return NO_ASSIGNMENT;
  const { id } = assignment;
  const clock = row<{ replyDueAt: number; replyStartedAt: number }>(db, REPLY_CLOCK, given.id, id);
  return {
    assignment: {
      role: assignment.role,
      status: assignment.status,
      submittedBy: assignment.submitted_by,
      contactedAt: assignment.contacted_at,
      returnBarred: assignment.return_barred === 1,
      containedAt: assignment.contained_at,
      external: value(db, EXTERNAL, assignment.agency_id) === 1,
    },
    returnDueAt: value(db, RETURN_DUE, given.id, id),
    returnAskedBy: value(db, RETURN_ASKED_BY, given.id, id),
    firstContactDueAt: value(db, CONTACT_DUE, given.id, id),
    replyDueAt: clock?.replyDueAt ?? null,
    replyStartedAt: clock?.replyStartedAt ?? null,
    extension: {
      ...(prepared(db, GRANTED).get(id) as Pick<Facts['extension'], 'grantedDays' | 'granted'>),
      ...(row<Pick<Facts['extension'], 'askedBy' | 'agreedBy' | 'days'>>(db, REQUESTED, id) ?? NO_REQUEST),
      latestAt: clock && extensionLatest(calendarOf(db, policy), clock.replyDueAt, policy.limits),
    },
  };
}

function row<Row>(db: Db, sql: string, ...values: unknown[]): Row | null {
  return (prepared(db, sql).get(...values) as Row | undefined) ?? null;
}

function value<Value>(db: Db, sql: string, ...values: unknown[]): Value | null {
  return (
    (prepared(db, sql)
      .pluck()
      .get(...values) as Value | undefined) ?? null
  );
}
