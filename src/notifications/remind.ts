import { calendarOf } from '../calendar/current.ts';
import { HOUR } from '../calendar/days.ts';
import { caseById } from '../cases/case-queries.ts';
import type { AssignmentRow, CaseRow } from '../cases/rows.ts';
import { attempt } from '../db/attempt.ts';
import type { Db } from '../db/open.ts';
import { policyAt } from '../policy/policy.ts';
import { OF_AGENCY } from './audiences.ts';
import { countPress } from './auto-press.ts';
import { isTimelyMoment } from './moment-true.ts';
import { type DueMoment, momentsAround } from './moments.ts';
import { recipientsOfAll } from './recipients.ts';
import {
  asOrdered,
  assignmentOf,
  type DueClock,
  dueClocksOf,
  isExternal,
  remindAt,
  reportIsIn,
} from './remind-queries.ts';
import { sortedRules, standsSince } from './rules-in-force.ts';
import { isSilent } from './silence.ts';
import { remindersSince } from './since.ts';
import { tell } from './tell.ts';
import { audiencesOf, hotlineOf } from './toward.ts';
import { noteUnreached } from './unreached.ts';

/** Writes the reminders of a case that are due by now, in the transaction of what made them so (X-F1). */
export function remindCase(db: Db, caseId: number, now: number): void {
  if (isSilent(db)) return;
  for (const clock of dueClocksOf(db, caseId, now)) remindClock(db, clock, now);
}

/**
 * Writes what is due of one clock, and when to look at it again. What cannot be reckoned or put into words is tried
 * again in an hour; it holds up no other clock and no act.
 */
export function remindClock(db: Db, clock: DueClock, now: number): void {
  let at: number | null = now + HOUR;
  attempt(db, { reminder: String(clock.id) }, () => {
    const { past, next } = reckoned(db, clock, now);
    if (past.length > 0) say(db, clock, past, now);
    at = next;
  });
  remindAt(db, clock.id, at);
}

function reckoned(db: Db, clock: DueClock, now: number): { past: DueMoment[]; next: number | null } {
  const judged = policyAt(db, clock.received_at);
  const { reminderRules, sending } = policyAt(db, now);
  const course = {
    ...{ calendar: calendarOf(db, judged), limits: judged.limits },
    ...{ urgent: clock.urgent === 1, digestAt: sending.digestAt },
  };
  const rules = sortedRules(reminderRules).clock.get(clock.kind) ?? [];
  const around = rules.map((rule) => momentsAround(rule, clock, course, now));
  const past = around.flatMap((each) => (each.past && isToBeSaid(db, each.past, now) ? [each.past] : []));
  const next = around.flatMap((each) => each.next ?? []);
  return { past, next: next.length > 0 ? Math.min(...next) : null };
}

/** What fell due before the file or the rule was there was never promised; who is late is told so every day. */
function isToBeSaid(db: Db, { rule, at, stage }: DueMoment, now: number): boolean {
  return at >= standsSince(db, rule, now) && (stage > 0 || at >= remindersSince(db, now));
}

/** Of several moments that have passed meanwhile each person hears the newest that is still true, once. */
function say(db: Db, clock: DueClock, past: readonly DueMoment[], now: number): void {
  const given = asOrdered(db, caseById(db, clock.case_id), clock);
  if (clock.kind === 'supervision' && reportIsIn(db, given.id)) return;
  const assignment = assignmentOf(db, given, clock);
  const taken = new Set<string>();
  let pressed = false;
  for (const moment of past.toSorted((a, b) => b.at - a.at)) {
    if (!isTimelyMoment(db, moment, clock, assignment, now)) continue;
    const told = sayMoment(db, { clock, given, assignment, moment }, taken, now);
    const hears = told.some(({ audience }) => OF_AGENCY.has(audience));
    if (!moment.rule.presses || !hears || !assignment || pressed) continue;
    countPress(db, assignment, moment, clock, told, now);
    pressed = true;
  }
}

type Said = { clock: DueClock; given: CaseRow; assignment: AssignmentRow | null; moment: DueMoment };

function sayMoment(db: Db, { clock, given, assignment, moment }: Said, taken: Set<string>, now: number) {
  const { rule, stage } = moment;
  const external = isExternal(db, assignment);
  const isOrphan = clock.kind === 'supervision' && assignment === null;
  const audiences = isOrphan ? hotlineOf(rule) : audiencesOf(rule, external);
  const about = { case: given, assignment, policy: policyAt(db, now) };
  const subject = { case: given, assignment, clock, stage };
  const recipients = recipientsOfAll(db, audiences, about);
  const { told, reachable } = tell(db, rule, subject, recipients, now, taken);
  if (!reachable && !external) noteUnreached(db, rule, subject, audiences, now);
  return told;
}
