import { HOUR, MINUTE } from '../calendar/days.ts';
import { giveCards } from '../cases/cards.ts';
import { takeDown } from '../cases/intake.ts';
import { perform } from '../cases/perform.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { type Actor, actorOf } from '../people/actor.ts';
import { openTasks } from '../tasks/tasks.ts';
import type { Ids } from './county.ts';
import type { PlannedStep } from './steps.ts';

/** Lives through the plan as people would: every form is checked and every rule holds. */
export function live(db: Db, steps: readonly PlannedStep[], ids: Ids, now: number): void {
  const actors = new Map<string, Actor>();
  const caseIds = new Map<number, number>();
  let looked = steps[0]?.at ?? now;
  for (const step of steps) {
    looked = lookForCards(db, looked, step.at);
    const actor = actors.get(step.who) ?? actorOf(db, Number(ids.person(step.who)));
    actors.set(step.who, actor);
    if (step.outcome) caseIds.set(step.request, answerThePhone(db, actor, step));
    else act(db, actor, numbered(db, step, caseIds), caseIds.get(step.request), ids);
  }
  lookForCards(db, looked, now);
  for (const _ of giveCards(db, now));
}

/** X-E1: as the job does, though not every five minutes. @returns until when it has looked */
function lookForCards(db: Db, from: number, until: number): number {
  let at = from;
  for (; at + LOOK <= until; at += LOOK) for (const _ of giveCards(db, at + LOOK));
  return at;
}

const LOOK = 4 * HOUR;

const NUMBER = 'SELECT number FROM cases WHERE id = ?';

/** The form names another case by its number, which nobody knew before that came in. */
function numbered(db: Db, step: PlannedStep, caseIds: ReadonlyMap<number, number>): PlannedStep {
  if (step.toward === undefined) return step;
  const number = String(prepared(db, NUMBER).pluck().get(caseIds.get(step.toward)));
  return { ...step, typed: { ...step.typed, number } };
}

function answerThePhone(db: Db, actor: Actor, { request, typed, outcome, at }: PlannedStep): number {
  const key = `demo-${request}`;
  const callStartedAt = at - (2 + (request % 5)) * MINUTE - (request % 60) * 1000;
  return takeDown(db, actor, { typed, outcome: outcome ?? 'hold', key, callStartedAt }, at).caseId;
}

function act(db: Db, actor: Actor, step: PlannedStep, caseId: number | undefined, ids: Ids): void {
  if (caseId === undefined) throw new Error(`request ${step.request} has not come in yet`);
  // Whom the lot left out of the call-backs nobody calls any more (Q-E1).
  if (!AFTER_THE_END.has(step.act) && closedByLot(db, caseId)) return;
  if (step.onlyIf && openTasks(db, caseId, step.onlyIf).length === 0) return;
  const assignmentId = step.of === null ? null : assignmentOf(db, caseId, Number(ids.agency(step.of)));
  try {
    perform(db, actor, { act: step.act, caseId, assignmentId, typed: step.typed }, step.at);
  } catch (error) {
    throw new Error(`request ${step.request} could not ${step.act}`, { cause: error });
  }
}

const AFTER_THE_END: ReadonlySet<string> = new Set(['spot_check', 'archive']);

const OUTCOME = 'SELECT outcome FROM cases WHERE id = ?';

function closedByLot(db: Db, caseId: number): boolean {
  return prepared(db, OUTCOME).pluck().get(caseId) === 'told_by_agency';
}

const LATEST = 'SELECT id FROM assignments WHERE case_id = ? AND agency_id = ? ORDER BY id DESC LIMIT 1';

/** The agency's latest assignment of the case: after a redo there are two. */
function assignmentOf(db: Db, caseId: number, agencyId: number): number {
  const found = prepared(db, LATEST).pluck().get(caseId, agencyId);
  if (typeof found !== 'number') throw new Error(`agency ${agencyId} does not have case ${caseId}`);
  return found;
}
