import { exactTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { first, prepared, q } from '../db/query.ts';
import { startMissing } from './missing-clocks.ts';
import { placeInQueue } from './queue-place.ts';
import type { MovedClock, Reckoning, StartingClock } from './reckon.ts';
import { CLOCKS } from './states.ts';
import { writeSystemEvent } from './system-event.ts';

/** `because`: in words for the timeline; `at`: epoch ms. */
export type Cause = { because: string; at: number };

/**
 * Writes what was reckoned, in the caller's transaction: limits, places in the queues, and one event on each case
 * concerned that says every limit as it was and as it is.
 * @param progress is told how many cases of how many are done
 */
export function writeReckoning(
  db: Db,
  { moved, starting }: Reckoning,
  cause: Cause,
  progress: (done: number, total: number) => void,
): void {
  const byCase = { moved: Map.groupBy(moved, caseOf), starting: Map.groupBy(starting, caseOf) };
  const cases = casesOf({ moved, starting });
  let done = 0;
  for (const caseId of cases) {
    writeCase(db, caseId, byCase.moved.get(caseId) ?? [], byCase.starting.get(caseId) ?? [], cause);
    progress(++done, cases.size);
  }
}

/** The cases on which something changes. */
export function casesOf({ moved, starting }: Pick<Reckoning, 'moved' | 'starting'>): ReadonlySet<number> {
  return new Set([...moved.map(caseOf), ...starting.map(caseOf)]);
}

const caseOf = (each: { case_id: number }) => each.case_id;

const MOVE = 'UPDATE clocks SET due_at = ?, why = ? WHERE id = ?';

function writeCase(
  db: Db,
  caseId: number,
  moved: readonly MovedClock[],
  starting: readonly StartingClock[],
  cause: Cause,
): void {
  for (const { id, to, why } of moved) prepared(db, MOVE).run(to, why, id);
  for (const each of starting) startMissing(db, each);
  const lines = [
    ...moved.map((each) => movedWords(db, each)),
    ...starting.map((each) => startWords(db, each)),
  ];
  const detail = { clocks: moved.map(({ id, kind, due_at, to }) => ({ id, kind, from: due_at, to })) };
  const why = `${cause.because}。${lines.join('；')}。`;
  writeSystemEvent(db, { caseId, assignmentId: null, act: 'calendar_moved', why, detail }, cause.at);
  const given = first(db, q.selectFrom('cases').select(['status', 'urgent']).where('id', '=', caseId));
  if (given) placeInQueue(db, caseId, given.status, given.urgent === 1);
}

function movedWords(db: Db, clock: MovedClock): string {
  return `${nameOf(db, clock)}由 ${exactTime(clock.due_at)} 改为 ${exactTime(clock.to)}`;
}

function startWords(db: Db, clock: StartingClock): string {
  return `${nameOf(db, clock)}自 ${exactTime(clock.since)} 起算，${exactTime(clock.to)} 止`;
}

/** 答复时限（城管局） */
function nameOf(db: Db, { kind, assignment_id }: Pick<MovedClock, 'kind' | 'assignment_id'>): string {
  const agency = agencyOf(db, assignment_id);
  return `${CLOCKS[kind].name}时限${agency ? `（${agency}）` : ''}`;
}

const AGENCY = `SELECT a.short_name FROM assignments s JOIN agencies a ON a.id = s.agency_id WHERE s.id = ?`;

/** Short name of the agency whose clock it is; null for the hotline's own. */
export function agencyOf(db: Db, assignmentId: number | null): string | null {
  if (assignmentId === null) return null;
  return (prepared(db, AGENCY).pluck().get(assignmentId) as string | undefined) ?? null;
}
