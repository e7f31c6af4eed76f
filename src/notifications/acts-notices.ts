import type { ActContext } from '../cases/act.ts';
import type { AnyTransition } from '../cases/lifecycle.ts';
import type { AssignmentRow, CaseRow } from '../cases/rows.ts';
import { attempt } from '../db/attempt.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { policyAt } from '../policy/policy.ts';
import type { Contact, ReminderRule } from '../presets/types.ts';
import { concerns } from './moments.ts';
import { leadOf } from './recipient-queries.ts';
import { type Recipient, recipientsOfAll } from './recipients.ts';
import { assignmentOf, isExternal } from './remind-queries.ts';
import { rulesInForce } from './rules-in-force.ts';
import { isSilent } from './silence.ts';
import { tell } from './tell.ts';
import { audiencesOf } from './toward.ts';
import { noteUnreached } from './unreached.ts';

/** The act as its table has it. */
type Told = Pick<AnyTransition, 'act' | 'tells'>;

/**
 * Tells whom the rules name of one act, in its transaction (X-F1). Nobody is told of what they did themselves.
 * @param context with its rows as they are after the act
 */
export function noticesOfAct(db: Db, context: ActContext, { act, tells }: Told, eventId: number): void {
  const rules = rulesInForce(db, context.now).act.get(act);
  if (!rules || isSilent(db)) return;
  for (const rule of rules) {
    if (!concerns(rule, context.case.urgent === 1)) continue;
    // Nobody is kept from their work by a message about it.
    for (const assignment of concernedBy(db, context, tells))
      attempt(db, { rule: rule.code }, () => notice(db, rule, context, assignment, eventId));
  }
}

function notice(
  db: Db,
  rule: ReminderRule,
  { case: given, actor, now }: ActContext,
  assignment: AssignmentRow | null,
  stage: number,
): void {
  const external = isExternal(db, assignment);
  const audiences = audiencesOf(rule, external).filter((each) => each !== 'citizen' || canBeTold(db, given));
  const found = recipientsOfAll(db, audiences, { case: given, assignment, policy: policyAt(db, now) });
  const others = found.filter(({ key }) => key !== `user:${actor?.id}`);
  if (others.length === 0 && found.length > 0) return;
  const subject = { case: given, assignment, clock: null, stage };
  const { reachable } = tell(db, rule, subject, others, now);
  if (!reachable && !external) noteUnreached(db, rule, subject, audiences, now);
}

const HAS_PHONE = `SELECT 1 FROM citizens WHERE case_id = ? AND (phone <> '' OR phone_mac IS NOT NULL)`;

/** Q-A8: whoever gave no number wants no message. */
function canBeTold(db: Db, given: CaseRow): boolean {
  return given.anonymous === 0 && prepared(db, HAS_PHONE).get(given.id) !== undefined;
}

const PRESSABLE = `SELECT * FROM assignments WHERE case_id = ? AND round = ?
  AND status IN ('unsigned', 'signed', 'reviewing', 'returning') ORDER BY id`;

function concernedBy(
  db: Db,
  { case: given, assignment, facts }: ActContext,
  tells: Told['tells'],
): (AssignmentRow | null)[] {
  if (assignment) return [assignment];
  if (tells === 'pressed') {
    const open = prepared(db, PRESSABLE).all(given.id, given.round) as AssignmentRow[];
    return facts.input?.to === 'all' ? open : open.filter(({ role }) => role !== 'assist');
  }
  if (tells === 'lead') return [leadOf(db, given) ?? []].flat();
  if (tells === 'ordered')
    return [assignmentOf(db, given, { assignment_id: null, kind: 'supervision' }) ?? []].flat();
  return [null];
}

/** Q-A6, G-A3: the contacts who have just come onto the list of whom to tell get an SMS beside the call. */
export function noticesToContacts(db: Db, given: CaseRow, contacts: readonly Contact[], now: number): void {
  if (isSilent(db)) return;
  const recipients = contacts.flatMap(({ name, phone }): Recipient[] =>
    phone === '' ? [] : [{ key: `contact:${name}:${phone}`, name, phone, email: '', audience: 'contact' }],
  );
  const subject = { case: given, assignment: null, clock: null, stage: 0 };
  for (const rule of rulesInForce(db, now).contacts) {
    if (!concerns(rule, given.urgent === 1)) continue;
    attempt(db, { rule: rule.code }, () => void tell(db, rule, subject, recipients, now));
  }
}
