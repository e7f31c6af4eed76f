import type { Db } from '../db/open.ts';
import { q, run } from '../db/query.ts';
import { entryOf } from '../policy/ever.ts';
import type { Policy } from '../policy/policy.ts';
import type { Instrument, RedoReason } from '../presets/types.ts';
import { forcesSupervision } from '../rules/redo.ts';
import { issueOrder, openOrder } from '../supervision/orders.ts';
import { TASKS } from '../tasks/kinds.ts';
import { addTask } from '../tasks/tasks.ts';
import type { ActContext } from './act.ts';
import { assign } from './assign.ts';
import { type Lead, leadOf } from './lead.ts';
import { writeSystemEvent } from './system-event.ts';

/**
 * Q-E2: the agency that answered handles the case again, counted; with what it owes the citizen (G-E4), and from the
 * policy's number of redos on under supervision. `finding`: what the agency is told beside the reason.
 * @returns the words for the timeline
 */
export function redoByLead(db: Db, context: ActContext, reason: RedoReason, finding: string): string {
  const { case: given } = context;
  const lead = leadOf(db, given);
  if (!lead) throw new Error(`case ${given.id} is done again without an agency that handled it`);
  const { agencyId, role, returnBarred } = lead;
  const round = given.round + 1;
  const again = { round, lead_agency_id: lead.agencyId, closed_at: null, outcome: null, call_after: null };
  run(db, q.updateTable('cases').set(again).where('id', '=', given.id));
  const opinion = `重办：${reason.name}。${finding}`;
  const id = assign(db, context, { agencyId, role, returnBarred, round, opinion });
  if (reason.owes) owe(db, context, id, reason);
  superviseIfForced(db, context, lead, reason, finding);
  return `第 ${round} 次重办，由${lead.agency}办理`;
}

/** G-E4: stands open until it is on record, and keeps the new answer back until then. */
function owe(db: Db, { case: given, now }: ActContext, assignmentId: number, reason: RedoReason): void {
  if (!reason.owes) return;
  const what = `${TASKS[reason.owes].name}：${reason.name}`;
  addTask(db, { caseId: given.id, assignmentId, kind: reason.owes, side: 'agency', what }, now);
}

/** Q-E2: still dissatisfied and verified. Where an order stands open already, it now covers this too. */
function superviseIfForced(
  db: Db,
  context: ActContext,
  lead: Lead,
  reason: RedoReason,
  finding: string,
): void {
  const { case: given, facts, policy, now } = context;
  const round = given.round + 1;
  const requirement = `针对“${reason.name}”彻底整改，办结诉求并书面报告整改情况。${finding}`;
  const standing = openOrder(db, given.id);
  if (standing) {
    const why = `${standing.number}：第 ${round} 次重办，一并整改。${requirement}`;
    writeSystemEvent(db, { caseId: given.id, assignmentId: null, act: 'add_to_order', why }, now);
    return;
  }
  const instrument = forcedInstrument(policy);
  if (!instrument || lead.external || !forcesSupervision(round, facts.limits)) return;
  const ground = `经核实第 ${round} 次属承办单位责任，按规定重办并列入督办。`;
  const order = { agency_id: lead.agencyId, instrument: instrument.code, ground, requirement };
  const number = issueOrder(db, context, { ...order, days: instrument.days, by: null });
  const why = `${number} ${instrument.name}，${lead.agency}，${instrument.days} 个工作日内整改。事由：${ground} 要求：${requirement}`;
  writeSystemEvent(
    db,
    { caseId: given.id, assignmentId: null, act: 'supervise', why, detail: { number } },
    now,
  );
}

/** What a redo would bring with it, said before it is sent. */
export function redoForecast(db: Db, { case: given, facts, policy }: ActContext): string {
  const round = given.round + 1;
  const standing = openOrder(db, given.id);
  const instrument = forcedInstrument(policy);
  const again = `由${facts.handling?.agency ?? '原承办单位'}第 ${round} 次重办，签收和答复时限重新计算`;
  if (standing) return `${again}；${standing.number}督办尚未解除，重办要求并入该督办。`;
  if (!instrument || facts.handling?.external || !forcesSupervision(round, facts.limits)) return `${again}。`;
  return `${again}，并按规定同时下达督办（${instrument.name}，${instrument.days} 个工作日内整改）。`;
}

/** Q-E2: the rectification notice, where the policy still has it. */
function forcedInstrument({ instruments }: Policy): Instrument | undefined {
  return (
    instruments.find((each) => each.code === 'rectify') ?? instruments[0] ?? entryOf(instruments, 'rectify')
  );
}
