import type { Db } from '../db/open.ts';
import { all, first, prepared, q, run } from '../db/query.ts';
import { noticesOfAct } from '../notifications/acts-notices.ts';
import { remindAnew } from '../notifications/remind-queries.ts';
import { signature } from '../people/actor.ts';
import { answersCitizen } from '../rules/facts.ts';
import { dropTasks } from '../tasks/tasks.ts';
import { NotFound } from '../web/errors.ts';
import type { ActContext, Recorded } from './act.ts';
import { caseById } from './case-queries.ts';
import { meetClock, reckonAgain, reopenClock, startClock, stopAllClocks, stopClock } from './clocks.ts';
import { gatherFacts } from './facts.ts';
import type { Effect, Transition } from './life/transition.ts';
import { type AnyTransition, ASSIGNMENT_LIFE, CASE_LIFE } from './lifecycle.ts';
import { placeInQueue } from './queue-place.ts';
import type { AssignmentRow, CaseRow } from './rows.ts';
import { drawSpotCheck } from './sampling.ts';
import { hashOf, type SentForm } from './sent-form.ts';
import { ASSIGNMENT_STATUS, type AssignmentStatus, CASE_STATUS, type CaseStatus } from './states.ts';
import { endSuspension } from './suspensions.ts';

/** Moves one life along one transition: status, event, effects, clocks, place in the queue. Only perform.ts decides that it may. */
export function move(
  db: Db,
  context: ActContext,
  transition: AnyTransition,
  recorded: Recorded,
  form: SentForm | null,
): number {
  const from = context.assignment?.status ?? context.case.status;
  const to = recorded.to ?? transition.to[0] ?? from;
  if (transition.to.length > 0 && !(transition.to as readonly string[]).includes(to)) {
    throw new Error(`${transition.act} does not lead to ${to}`);
  }
  writeStatus(db, context, to);
  const eventId = writeEvent(db, context, transition.act, from, to, recorded, form);
  for (const effect of transition.effects) applyEffect(db, context, effect, recorded);
  const after = withRows(db, context);
  for (const kind of recorded.reckonAgain ?? []) reckonAgain(db, withFacts(db, after), kind);
  if (from !== to) settleWhatEnded(db, after);
  placeInQueue(db, after.case.id, after.case.status, after.case.urgent === 1);
  // Its limits may stand as they were; other rules speak of them (Q-A5).
  if (after.case.urgent !== context.case.urgent) remindAnew(db, after.case.id);
  noticesOfAct(db, after, transition, eventId);
  return eventId;
}

function writeStatus(db: Db, context: ActContext, to: CaseStatus | AssignmentStatus): void {
  if (context.assignment) {
    const status = to as AssignmentStatus;
    run(db, q.updateTable('assignments').set({ status }).where('id', '=', context.assignment.id));
    return;
  }
  const status = to as CaseStatus;
  const ends = CASE_STATUS[context.case.status].open && !CASE_STATUS[status].open;
  const closed = ends ? { closed_at: context.now } : {};
  run(
    db,
    q
      .updateTable('cases')
      .set({ status, ...closed })
      .where('id', '=', context.case.id),
  );
}

function writeEvent(
  db: Db,
  context: ActContext,
  name: string,
  from: string,
  to: string,
  recorded: Recorded,
  form: SentForm | null,
): number {
  const { id } = run(
    db,
    q.insertInto('events').values({
      case_id: context.case.id,
      assignment_id: context.assignment?.id ?? null,
      at: context.now,
      user_id: context.actor?.id ?? null,
      who: context.actor ? signature(context.actor) : '系统',
      act: name,
      from_status: from,
      to_status: to,
      why: recorded.why ?? '',
      detail: JSON.stringify(recorded.detail ?? {}),
      form_key: form?.key ?? null,
      form_hash: form && hashOf(db, form),
    }),
  );
  run(
    db,
    q
      .updateTable('cases')
      .set({ last_event_at: context.now, last_act: name })
      .where('id', '=', context.case.id),
  );
  return id;
}

function applyEffect(db: Db, context: ActContext, effect: Effect, recorded: Recorded): void {
  const now = withRows(db, context);
  if ('start' in effect) leadsThere(effect, now) && startClock(db, withFacts(db, now), effect.start);
  else if ('meet' in effect) recorded.unmet || meetClock(db, now, effect.meet);
  else if ('reopen' in effect) reopenClock(db, now, effect.reopen);
  else if ('stop' in effect) stopClock(db, now, effect.stop);
  else if ('reckon' in effect) reckonAgain(db, withFacts(db, now), effect.reckon);
  else if ('clear' in effect)
    run(db, q.updateTable('cases').set(CLEARED[effect.clear]).where('id', '=', now.case.id));
  else if ('caseAct' in effect) actOfSystemOnCase(db, now, effect.caseAct);
  else if ('mergedAct' in effect) actOfSystemOnMerged(db, now, effect.mergedAct);
  else actOfSystemOnAssignments(db, now, effect.assignmentAct, effect.of);
}

const CLEARED = { lead: { lead_agency_id: null }, main: { merged_into: null } } as const;

function leadsThere(effect: { to?: CaseStatus }, { case: given }: ActContext): boolean {
  return effect.to === undefined || effect.to === given.status;
}

function actOfSystemOnCase(db: Db, context: ActContext, name: string): void {
  if (context.assignment && !answersCitizen(context.assignment.role)) return;
  const onCase = withRows(db, { ...context, assignment: null, actor: null });
  move(db, onCase, systemAct(CASE_LIFE, name, onCase.case.status), {}, null);
}

function actOfSystemOnAssignments(db: Db, context: ActContext, name: string, of: 'lead' | 'open'): void {
  for (const assignment of assignmentsIn(db, context.case.id)) {
    if (assignment.round !== context.case.round) continue;
    const wanted = of === 'lead' ? isAnsweredLead(assignment) : isStillOut(assignment);
    if (!wanted) continue;
    const onAssignment = withRows(db, { ...context, assignment, actor: null });
    move(db, onAssignment, systemAct(ASSIGNMENT_LIFE, name, assignment.status), {}, null);
  }
}

const MERGED = `SELECT id FROM cases WHERE merged_into = ? AND status = 'merged'`;

/** Each caller keeps their own call-back: the cases merged into this one go on by themselves. */
function actOfSystemOnMerged(db: Db, context: ActContext, name: string): void {
  for (const id of prepared(db, MERGED).pluck().all(context.case.id) as number[]) {
    const merged = caseById(db, id);
    const onMerged = { ...context, case: merged, assignment: null, actor: null };
    move(db, onMerged, systemAct(CASE_LIFE, name, merged.status), {}, null);
  }
}

function isAnsweredLead(assignment: AssignmentRow): boolean {
  return answersCitizen(assignment.role) && assignment.status === 'replied';
}

function isStillOut(assignment: AssignmentRow): boolean {
  return assignment.status !== 'returned' && assignment.status !== 'withdrawn';
}

function systemAct<Status extends string>(
  life: readonly Transition<Status>[],
  name: string,
  status: Status,
): Transition<Status> {
  const transition = life.find((each) => each.act === name && each.by.includes('system'));
  if (!transition?.from.includes(status)) throw new Error(`the system cannot ${name} from ${status}`);
  return transition;
}

/** What ends takes its clocks and tasks with it; a case that ends lets go of what still waits for its reply. */
function settleWhatEnded(db: Db, context: ActContext): void {
  const { assignment, case: given, now } = context;
  const { open } = assignment ? ASSIGNMENT_STATUS[assignment.status] : CASE_STATUS[given.status];
  if (open) return;
  stopAllClocks(db, context);
  dropTasks(db, given.id, assignment?.id ?? null, now);
  if (assignment) return;
  endSuspension(db, given.id, now);
  actOfSystemOnMerged(db, context, 'part');
  if (given.status === 'closed') drawSpotCheck(db, context);
}

/** The same context with its rows as they are now; the facts are still those from before the act. */
function withRows(db: Db, context: ActContext): ActContext {
  const given = caseById(db, context.case.id);
  const assignment = context.assignment ? assignmentIn(db, given, context.assignment.id) : null;
  return { ...context, case: given, assignment };
}

/** And its facts, a dozen reads: only what reckons a limit needs them. */
function withFacts(db: Db, context: ActContext): ActContext {
  const { case: given, assignment, policy, actor, now } = context;
  const facts = gatherFacts(db, given, assignment, policy, actor?.id ?? 0, now, context.facts.input);
  return { ...context, facts };
}

export function assignmentsIn(db: Db, caseId: number): AssignmentRow[] {
  return all(db, q.selectFrom('assignments').selectAll().where('case_id', '=', caseId));
}

/** @throws NotFound when the case has no such assignment */
export function assignmentIn(db: Db, given: CaseRow, id: number): AssignmentRow {
  const assignment = first(
    db,
    q.selectFrom('assignments').selectAll().where('id', '=', id).where('case_id', '=', given.id),
  );
  if (!assignment) throw new NotFound('没有找到这个派单，或您没有查看权限。');
  return assignment;
}
