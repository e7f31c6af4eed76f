import { mobileNumber } from '../agencies/names.ts';
import type { AssignmentRow, CaseRow } from '../cases/rows.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { hasEmail } from '../gateways/gateways.ts';
import { enqueue, UNTRUE_FOR_A_TIME } from '../outbox/enqueue.ts';
import type { Medium } from '../outbox/message.ts';
import { notBefore } from '../outbox/quiet-time.ts';
import { type Policy, policyAt } from '../policy/policy.ts';
import type { ReminderRule } from '../presets/types.ts';
import { isFromStart } from './occasions.ts';
import type { Recipient } from './recipients.ts';
import { type Rendered, renderRule } from './render.ts';

/** What a message is about. */
export type Subject = {
  case: CaseRow;
  assignment: AssignmentRow | null;
  clock: { id: number; due_at: number } | null;
  stage: number;
};

/** `reachable`: some of them have an address; `told`: who got a message that was not written before. */
export type Told = { reachable: boolean; told: Recipient[] };

type Way = { medium: Medium; address: string };

/**
 * Writes what a rule says to each of them into the outbox, by each of its media once.
 * @param taken what newer words went to already in the same go: the older ones are not for them any more
 */
export function tell(
  db: Db,
  rule: ReminderRule,
  subject: Subject,
  recipients: readonly Recipient[],
  now: number,
  taken: Set<string> = new Set(),
): Told {
  const policy = policyAt(db, now);
  const mail = hasEmail(db);
  const told = new Set<Recipient>();
  const words = wordsOnce(db, rule, subject, policy);
  let reachable = false;
  for (const recipient of recipients) {
    for (const way of waysTo(recipient, rule.via, mail)) {
      reachable = true;
      if (isTaken(taken, recipient, way)) continue;
      if (isWritten(db, rule, subject, recipient, way.medium)) continue;
      if (write(db, rule, subject, { policy, recipient, way, words }, now) !== null) told.add(recipient);
    }
  }
  return { reachable, told: [...told] };
}

/** By the rule's media, as far as there is an address; an e-mail stands in for an SMS where there is no mobile. */
function waysTo(recipient: Recipient, via: readonly Medium[], mail: boolean): Way[] {
  const { audience, phone, email } = recipient;
  const byMail: Way[] = email !== '' && mail ? [{ medium: 'email', address: email }] : [];
  return via.flatMap((medium) => {
    if (medium === 'email') return byMail;
    // A citizen's number is looked up when it is sent (Q-A7).
    if (mobileNumber(phone) !== null || audience === 'citizen') return [{ medium, address: phone }];
    return via.includes('email') ? [] : byMail;
  });
}

/** One mobile may be that of the post on duty and a handler's own. */
function isTaken(taken: Set<string>, { key }: Recipient, { medium, address }: Way): boolean {
  const marks = [`${medium} ${key}`, ...(address === '' ? [] : [`${medium} ${address}`])];
  const before = marks.some((mark) => taken.has(mark));
  for (const mark of marks) taken.add(mark);
  return before;
}

const WRITTEN = `SELECT 1 FROM messages WHERE coalesce(case_id, 0) = @caseId
  AND coalesce(assignment_id, 0) = @assignmentId AND rule = @rule AND stage = @stage AND recipient = @key
  AND medium = @medium AND (due_version = @due AND NOT ${UNTRUE_FOR_A_TIME}
    OR @once AND clock_id = @clockId AND status NOT IN ('queued', 'cancelled'))`;

/**
 * The index would refuse it as well; this saves putting it into words. What was said of a limit's start is not said
 * again when the limit moves, unless it still waits with the old limit in its words.
 */
function isWritten(db: Db, rule: ReminderRule, of: Subject, { key }: Recipient, medium: Medium): boolean {
  const limit = { due: of.clock?.due_at ?? 0, clockId: of.clock?.id ?? null };
  const about = {
    caseId: of.case.id,
    assignmentId: of.assignment?.id ?? 0,
    rule: rule.code,
    stage: of.stage,
  };
  const once = isFromStart(rule.occasion) ? 1 : 0;
  return prepared(db, WRITTEN).get({ ...about, ...limit, key, medium, once }) !== undefined;
}

type Words = (goesOut: number) => Rendered;
type Written = { policy: Policy; recipient: Recipient; way: Way; words: Words };

/** The same words go to everybody for whom they go out at the same time. */
function wordsOnce(db: Db, rule: ReminderRule, of: Subject, policy: Policy): Words {
  const known = new Map<number, Rendered>();
  return (goesOut) => {
    const words = known.get(goesOut) ?? renderRule(db, rule, { ...of, policy, now: goesOut });
    known.set(goesOut, words);
    return words;
  };
}

function write(
  db: Db,
  rule: ReminderRule,
  subject: Subject,
  { policy, recipient, way, words }: Written,
  now: number,
): number | null {
  const { case: given, assignment, clock, stage } = subject;
  const { audience } = recipient;
  const urgent = given.urgent === 1;
  const goesOut = notBefore(policy, { medium: way.medium, urgent, audience }, now);
  return enqueue(
    db,
    {
      ...{ ...words(goesOut), ...way, rule: rule.code, occasion: rule.occasion, audience, urgent, stage },
      ...{ recipient: recipient.key, recipientName: recipient.name, notBefore: goesOut },
      ...{ caseId: given.id, assignmentId: assignment?.id ?? null, clockId: clock?.id ?? null },
      dueVersion: clock?.due_at ?? 0,
    },
    now,
  );
}
