import { linkFiles } from '../attachments/queries.ts';
import { sayTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { all, first, prepared, q, run, transact } from '../db/query.ts';
import { dropDraft } from '../drafts/drafts.ts';
import { type Actor, signature } from '../people/actor.ts';
import { answersCitizen } from '../rules/facts.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '../web/errors.ts';
import { check, type Typed } from '../web/forms.ts';
import type { ActContext, Recorded } from './act.ts';
import { ACTS } from './acts/index.ts';
import { meetClock, reckonAgain, reopenClock, startClock, stopAllClocks, stopClock } from './clocks.ts';
import { contextOf, gatherFacts } from './facts.ts';
import { hatsOf } from './hats.ts';
import {
  ASSIGNMENT_LIFE,
  ASSIGNMENT_STATUS,
  type AssignmentStatus,
  CASE_LIFE,
  CASE_STATUS,
  type CaseStatus,
  type Effect,
  type Transition,
} from './lifecycle.ts';
import { placeInQueue } from './queue-place.ts';
import type { AssignmentRow, CaseRow } from './rows.ts';
import { hashOf, type SentForm, sentBefore } from './sent-form.ts';
import { sightOf, visibleCase } from './visible.ts';

export type ActRequest = {
  act: string;
  caseId: number;
  /** For acts on an assignment. */
  assignmentId?: number | null;
  typed: Typed;
  /** The sent form's own key: the same form sent again acts once. */
  formKey?: string | null;
  /** The last event the person had seen when the form was opened; null where that does not matter. */
  seen?: number | null;
};

export type Performed = { caseId: number; eventId: number; repeated: boolean };

type AnyTransition = Transition<CaseStatus> | Transition<AssignmentStatus>;

/**
 * Does one act of a person on a case or assignment: the only code that moves a status. Status, event, clocks
 * and the act's own rows are written in one IMMEDIATE transaction.
 * @throws NotFound | Forbidden | Conflict (somebody was quicker) | Invalid (form or rule)
 */
export function perform(db: Db, actor: Actor, request: ActRequest, now: number): Performed {
  return transact(db, () => {
    const form = request.formKey
      ? { key: request.formKey, act: request.act, typed: request.typed, caseId: request.caseId }
      : null;
    const before = form && sentBefore(db, actor.id, form);
    if (before?.caseId === request.caseId && before.assignmentId === (request.assignmentId ?? null)) {
      return { caseId: before.caseId, eventId: before.eventId, repeated: true };
    }

    const { context, transition } = prepareAct(db, actor, request, now);
    if (request.seen != null) refuseIfOvertaken(db, context, request.seen);
    const definition = ACTS[request.act];
    if (!definition) throw new NotFound();
    const input = check(definition.form(context), request.typed);
    const judged: ActContext = { ...context, facts: { ...context.facts, input } };
    refuseByRule(judged, transition);
    const recorded = definition.record(db, judged, input);
    const eventId = move(db, judged, transition, recorded, form);
    if (request.formKey) {
      linkFiles(db, request.formKey, context.case.id, eventId);
      dropDraft(db, request.formKey);
    }
    return { caseId: context.case.id, eventId, repeated: false };
  });
}

/**
 * Everything a form needs before it is shown or sent.
 * @throws NotFound when invisible, Forbidden when not this person's act, Conflict when the state does not allow it
 */
export function prepareAct(
  db: Db,
  actor: Actor,
  request: Pick<ActRequest, 'act' | 'caseId' | 'assignmentId'>,
  now: number,
): { context: ActContext; transition: AnyTransition } {
  const given = visibleCase(db, actor, request.caseId);
  if (!given) throw new NotFound('没有找到这个工单，或您没有查看权限。');
  // A headline tells how a case stands; it is not enough to act on it.
  if (sightOf(db, actor, given) !== 'whole') throw new Forbidden();
  const assignment = request.assignmentId ? assignmentIn(db, given, request.assignmentId) : null;
  const life: readonly AnyTransition[] = assignment ? ASSIGNMENT_LIFE : CASE_LIFE;
  const transition = life.find((each) => each.act === request.act && suits(each, assignment));
  if (!transition) throw new NotFound();
  const hats = hatsOf(actor, given, assignment ?? assignmentsIn(db, given.id));
  if (!transition.by.some((hat) => hats.has(hat))) throw new Forbidden();
  const context = contextOf(db, actor, given, assignment, now);
  if (!allowsFrom(transition, assignment?.status ?? given.status)) throw overtaken(db, context);
  return { context, transition };
}

/** The first rule that stands in the way, before anything was typed; null when none does. */
export function obstacle(context: ActContext, transition: AnyTransition): string | null {
  for (const guard of transition.guards) {
    const message = guard(context.facts);
    if (message) return message;
  }
  return null;
}

/** Whether an act belongs to this assignment: the lead's and the assisting agency's acts differ. */
export function suits(transition: { only?: 'lead' | 'assist' }, assignment: AssignmentRow | null): boolean {
  if (!transition.only || !assignment) return true;
  return (transition.only === 'lead') === answersCitizen(assignment.role);
}

function refuseByRule(context: ActContext, transition: AnyTransition): void {
  const message = obstacle(context, transition);
  if (message) throw new Invalid(message);
}

function allowsFrom(transition: AnyTransition, status: CaseStatus | AssignmentStatus): boolean {
  return (transition.from as readonly string[]).includes(status);
}

function move(
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
  const after = fresh(db, context);
  for (const kind of recorded.reckonAgain ?? []) reckonAgain(db, after, kind);
  stopClocksOfWhatEnded(db, after);
  placeInQueue(db, after.case.id, after.case.status, after.case.urgent === 1);
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
      form_hash: form && hashOf(form),
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
  const now = fresh(db, context);
  if ('start' in effect) startClock(db, now, effect.start);
  else if ('meet' in effect) recorded.unmet || meetClock(db, now, effect.meet);
  else if ('reopen' in effect) reopenClock(db, now, effect.reopen);
  else if ('stop' in effect) stopClock(db, now, effect.stop);
  else if ('clear' in effect)
    run(db, q.updateTable('cases').set({ lead_agency_id: null }).where('id', '=', now.case.id));
  else if ('caseAct' in effect) actOfSystemOnCase(db, now, effect.caseAct);
  else actOfSystemOnAssignments(db, now, effect.assignmentAct, effect.of);
}

function actOfSystemOnCase(db: Db, context: ActContext, name: string): void {
  if (context.assignment && !answersCitizen(context.assignment.role)) return;
  const onCase = fresh(db, { ...context, assignment: null, actor: null });
  move(db, onCase, systemAct(CASE_LIFE, name, onCase.case.status), {}, null);
}

function actOfSystemOnAssignments(db: Db, context: ActContext, name: string, of: 'lead' | 'open'): void {
  for (const assignment of assignmentsIn(db, context.case.id)) {
    if (assignment.round !== context.case.round) continue;
    const wanted = of === 'lead' ? isAnsweredLead(assignment) : isStillOut(assignment);
    if (!wanted) continue;
    const onAssignment = fresh(db, { ...context, assignment, actor: null });
    move(db, onAssignment, systemAct(ASSIGNMENT_LIFE, name, assignment.status), {}, null);
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

function stopClocksOfWhatEnded(db: Db, context: ActContext): void {
  const { assignment } = context;
  if (assignment && !ASSIGNMENT_STATUS[assignment.status].open) stopAllClocks(db, context);
  if (!CASE_STATUS[context.case.status].open) stopAllClocks(db, { ...context, assignment: null });
}

/** The same context with rows and facts as they are now. */
function fresh(db: Db, context: ActContext): ActContext {
  const given = first(db, q.selectFrom('cases').selectAll().where('id', '=', context.case.id));
  if (!given) throw new Error(`case ${context.case.id} has gone`);
  const assignment = context.assignment ? assignmentIn(db, given, context.assignment.id) : null;
  const facts = gatherFacts(
    db,
    given,
    assignment,
    context.policy,
    context.actor?.id ?? 0,
    context.now,
    context.facts.input,
  );
  return { ...context, case: given, assignment, facts };
}

function assignmentsIn(db: Db, caseId: number): AssignmentRow[] {
  return all(db, q.selectFrom('assignments').selectAll().where('case_id', '=', caseId));
}

function assignmentIn(db: Db, given: CaseRow, id: number): AssignmentRow {
  const assignment = first(
    db,
    q.selectFrom('assignments').selectAll().where('id', '=', id).where('case_id', '=', given.id),
  );
  if (!assignment) throw new NotFound('没有找到这个派单，或您没有查看权限。');
  return assignment;
}

// A correction moves no status, but what was read before it is no longer what stands there.
const MOVED_SINCE = `SELECT at, who, act, assignment_id FROM events
  WHERE case_id = ? AND id > ? AND (from_status <> to_status OR act = 'correct')
    AND (assignment_id IS NULL OR assignment_id = ?) ORDER BY id LIMIT 1`;
const LAST_MOVE = `SELECT at, who, act, assignment_id FROM events
  WHERE case_id = ? AND from_status <> to_status AND (assignment_id IS NULL OR assignment_id = ?) ORDER BY id DESC LIMIT 1`;

type Move = { at: number; who: string; act: string; assignment_id: number | null };

function refuseIfOvertaken(db: Db, context: ActContext, seen: number): void {
  const moved = prepared(db, MOVED_SINCE).get(context.case.id, seen, context.assignment?.id ?? null);
  if (moved) throw new Conflict(overtakenWords(moved as Move, context.now));
}

function overtaken(db: Db, context: ActContext): Conflict {
  const last = prepared(db, LAST_MOVE).get(context.case.id, context.assignment?.id ?? null);
  return new Conflict(
    last ? overtakenWords(last as Move, context.now) : '工单状态已变化，请刷新页面后再操作。',
  );
}

function overtakenWords(moved: Move, now: number): string {
  const life: readonly AnyTransition[] = moved.assignment_id === null ? CASE_LIFE : ASSIGNMENT_LIFE;
  const done = life.find((each) => each.act === moved.act)?.done ?? '处理';
  return `${moved.who} 已于 ${sayTime(moved.at, now)} ${done}，工单状态已变化。`;
}
