import { UnknownYearError } from '../calendar/types.ts';
import type { Db } from '../db/open.ts';
import { all, first, prepared, q, run } from '../db/query.ts';
import { type Deadline, deadlineOf } from '../rules/deadlines.ts';
import type { ActContext } from './act.ts';
import { CLOCKS, type ClockKind } from './states.ts';

/** What an agency is told with the case; without these limits it is not sent out. */
const SENT_WITH: ReadonlySet<ClockKind> = new Set(['sign', 'reply']);

/**
 * Starts a clock now, if this case has it. A limit that reaches into a year without a calendar keeps a case from
 * being dispatched; every other duty goes on without its clock, and missing-clocks.ts starts it later.
 * @returns whether it runs
 * @throws UnknownYearError for what an agency is told with the case
 */
export function startClock(db: Db, context: ActContext, kind: ClockKind): boolean {
  const deadline = deadlineFrom(context, kind, context.now);
  if (!deadline) return false;
  run(
    db,
    q.insertInto('clocks').values({
      case_id: context.case.id,
      assignment_id: CLOCKS[kind].of === 'case' ? null : (context.assignment?.id ?? null),
      kind,
      started_at: context.now,
      due_at: deadline.dueAt,
      why: deadline.why,
    }),
  );
  return true;
}

function deadlineFrom({ facts, calendar }: ActContext, kind: ClockKind, start: number): Deadline | null {
  try {
    return deadlineOf(kind, facts, calendar, start);
  } catch (error) {
    if (error instanceof UnknownYearError && !SENT_WITH.has(kind)) return null;
    throw error;
  }
}

export function meetClock(db: Db, context: ActContext, kind: ClockKind): void {
  run(db, open(context, kind).set({ met_at: context.now }));
}

export function stopClock(db: Db, context: ActContext, kind: ClockKind): void {
  run(db, open(context, kind).set({ stopped_at: context.now }));
}

/** The duty stands again with its old limit: a reply sent back does not win time. */
export function reopenClock(db: Db, context: ActContext, kind: ClockKind): void {
  const last = first(db, ofSubject(context, kind).selectAll().orderBy('id', 'desc').limit(1));
  if (last)
    run(db, q.updateTable('clocks').set({ met_at: null, stopped_at: null }).where('id', '=', last.id));
}

/** The limit of a clock that runs is reckoned again from its start, because what decides about it was corrected. */
export function reckonAgain(db: Db, context: ActContext, kind: ClockKind): void {
  const running = all(
    db,
    ofSubject(context, kind).selectAll().where('met_at', 'is', null).where('stopped_at', 'is', null),
  );
  for (const clock of running) {
    const deadline = deadlineFrom(context, kind, clock.started_at);
    const which = q.updateTable('clocks').where('id', '=', clock.id);
    if (deadline) run(db, which.set({ due_at: deadline.dueAt, why: deadline.why }));
    else run(db, q.deleteFrom('clocks').where('id', '=', clock.id));
  }
}

/** What ends takes its running clocks with it; an order of supervision (Q-E4) stands until it is released. */
export function stopAllClocks(db: Db, context: ActContext): void {
  const running = q
    .updateTable('clocks')
    .set({ stopped_at: context.now })
    .where('case_id', '=', context.case.id)
    .where('kind', '<>', 'supervision')
    .where('met_at', 'is', null)
    .where('stopped_at', 'is', null);
  run(db, context.assignment ? running.where('assignment_id', '=', context.assignment.id) : running);
}

const DUTIES = Object.entries(CLOCKS)
  .filter(([, { duty }]) => duty)
  .map(([kind]) => `'${kind}'`)
  .join();

const NEAREST = `SELECT kind, due_at FROM clocks WHERE case_id = ? AND met_at IS NULL AND stopped_at IS NULL
  AND kind IN (${DUTIES}) ORDER BY due_at LIMIT 1`;
const NEAREST_OF = `SELECT kind, due_at FROM clocks WHERE case_id = ? AND assignment_id = ? AND met_at IS NULL
  AND stopped_at IS NULL AND kind IN (${DUTIES}) ORDER BY due_at LIMIT 1`;

/** The open clock that runs out first: of the whole case, or of one assignment. */
export function nearestClock(
  db: Db,
  caseId: number,
  assignmentId: number | null,
): { kind: ClockKind; due_at: number } | undefined {
  const row =
    assignmentId === null
      ? prepared(db, NEAREST).get(caseId)
      : prepared(db, NEAREST_OF).get(caseId, assignmentId);
  return row as { kind: ClockKind; due_at: number } | undefined;
}

function open(context: ActContext, kind: ClockKind) {
  const clocks = q
    .updateTable('clocks')
    .where('case_id', '=', context.case.id)
    .where('kind', '=', kind)
    .where('met_at', 'is', null)
    .where('stopped_at', 'is', null);
  return CLOCKS[kind].of === 'case'
    ? clocks
    : clocks.where('assignment_id', '=', context.assignment?.id ?? 0);
}

function ofSubject(context: ActContext, kind: ClockKind) {
  const clocks = q.selectFrom('clocks').where('case_id', '=', context.case.id).where('kind', '=', kind);
  return CLOCKS[kind].of === 'case'
    ? clocks
    : clocks.where('assignment_id', '=', context.assignment?.id ?? 0);
}
