import { linkFiles } from '../attachments/queries.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { dropDraft } from '../drafts/drafts.ts';
import { remindCase } from '../notifications/remind.ts';
import type { Actor } from '../people/actor.ts';
import { answersCitizen } from '../rules/facts.ts';
import { Forbidden, Invalid, NotFound } from '../web/errors.ts';
import { check, type Typed } from '../web/forms.ts';
import type { ActContext } from './act.ts';
import { ACTS } from './acts/index.ts';
import { contextOf } from './facts.ts';
import { hatsOf } from './hats.ts';
import { refuseIdentityToAgency } from './identity-in-text.ts';
import { type AnyTransition, ASSIGNMENT_LIFE, CASE_LIFE } from './lifecycle.ts';
import { isTimely, type Matter, mattersOf } from './matters.ts';
import { assignmentIn, assignmentsIn, move } from './move.ts';
import { overtaken, refuseIfOvertaken } from './overtaken.ts';
import type { AssignmentRow, CaseRow } from './rows.ts';
import { sentBefore } from './sent-form.ts';
import type { AssignmentStatus, CaseStatus } from './states.ts';
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
    if (request.seen != null && !transition.afterwards) refuseIfOvertaken(db, context, request.seen);
    const definition = ACTS[request.act];
    if (!definition) throw new NotFound();
    const input = check(definition.form(context), request.typed);
    const judged: ActContext = { ...context, facts: { ...context.facts, input } };
    refuseByRule(judged, transition);
    refuseIdentityToAgency(db, judged, request.act, input);
    const recorded = definition.record(db, judged, input);
    const eventId = move(db, judged, transition, recorded, form);
    remindCase(db, context.case.id, now);
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
  if (!isOpenTo(db, transition, given, assignment)) throw overtaken(db, context, transition);
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

/** Whether the table has this act in this state, with what stands open beside it. */
export function isOffered(
  transition: AnyTransition,
  status: CaseStatus | AssignmentStatus,
  matters: ReadonlySet<Matter>,
): boolean {
  return (transition.from as readonly string[]).includes(status) && isTimely(transition, matters);
}

/** Agencies act while the case is with them; not while it is suspended, merged or over. */
export function agenciesAct({ status }: Pick<CaseRow, 'status'>): boolean {
  return status === 'dispatched';
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

function isOpenTo(
  db: Db,
  transition: AnyTransition,
  given: CaseRow,
  assignment: AssignmentRow | null,
): boolean {
  const matters = mattersOf(db, given.id);
  if (!assignment) return isOffered(transition, given.status, matters.ofCase);
  return agenciesAct(given) && isOffered(transition, assignment.status, matters.ofAssignment(assignment.id));
}
