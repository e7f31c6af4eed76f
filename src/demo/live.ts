import { MINUTE } from '../calendar/days.ts';
import { takeDown } from '../cases/intake.ts';
import { perform } from '../cases/perform.ts';
import type { Db } from '../db/open.ts';
import { first, q } from '../db/query.ts';
import { type Actor, actorOf } from '../people/actor.ts';
import type { Ids } from './county.ts';
import type { PlannedStep } from './steps.ts';

/** Lives through the plan as people would: every form is checked and every rule holds. */
export function live(db: Db, steps: readonly PlannedStep[], ids: Ids): void {
  const actors = new Map<string, Actor>();
  const caseIds = new Map<number, number>();
  for (const step of steps) {
    const actor = actors.get(step.who) ?? actorOf(db, Number(ids.person(step.who)));
    actors.set(step.who, actor);
    if (step.outcome) caseIds.set(step.request, answerThePhone(db, actor, step));
    else act(db, actor, step, caseIds.get(step.request), ids);
  }
}

function answerThePhone(db: Db, actor: Actor, { request, typed, outcome, at }: PlannedStep): number {
  const key = `demo-${request}`;
  const callStartedAt = at - (2 + (request % 5)) * MINUTE - (request % 60) * 1000;
  return takeDown(db, actor, { typed, outcome: outcome ?? 'hold', key, callStartedAt }, at).caseId;
}

function act(db: Db, actor: Actor, step: PlannedStep, caseId: number | undefined, ids: Ids): void {
  if (caseId === undefined) throw new Error(`request ${step.request} has not come in yet`);
  // Whom the lot left out of the call-backs nobody calls any more (Q-E1).
  if (step.act !== 'archive' && closedByLot(db, caseId)) return;
  const assignmentId = step.of === null ? null : assignmentOf(db, caseId, Number(ids.agency(step.of)));
  try {
    perform(db, actor, { act: step.act, caseId, assignmentId, typed: step.typed }, step.at);
  } catch (error) {
    throw new Error(`request ${step.request} could not ${step.act}`, { cause: error });
  }
}

function closedByLot(db: Db, caseId: number): boolean {
  const given = first(db, q.selectFrom('cases').select('outcome').where('id', '=', caseId));
  return given?.outcome === 'told_by_agency';
}

/** The agency's latest assignment of the case: after a redo there are two. */
function assignmentOf(db: Db, caseId: number, agencyId: number): number {
  const found = first(
    db,
    q
      .selectFrom('assignments')
      .select('id')
      .where('case_id', '=', caseId)
      .where('agency_id', '=', agencyId)
      .orderBy('id', 'desc'),
  );
  if (!found) throw new Error(`agency ${agencyId} does not have case ${caseId}`);
  return found.id;
}
