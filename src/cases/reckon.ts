import { dayNumberAt } from '../calendar/local-time.ts';
import { UnknownYearError } from '../calendar/types.ts';
import type { Db } from '../db/open.ts';
import { all, first, prepared, q } from '../db/query.ts';
import { deadlineOf } from '../rules/deadlines.ts';
import type { ActContext } from './act.ts';
import { contextOf } from './facts.ts';
import { contextOfMissing, type MissingClock, missingClocks } from './missing-clocks.ts';
import type { CaseRow, ClockRow } from './rows.ts';
import { CASE_STATUS } from './states.ts';

/** A limit that still runs, of a case that is open. */
export type OpenClock = Pick<ClockRow, 'id' | 'case_id' | 'assignment_id' | 'kind' | 'started_at' | 'due_at'>;

/** An open clock whose limit comes out otherwise than it stands. */
export type MovedClock = OpenClock & { to: number; why: string };

/** A clock that was waiting for a year's calendar, and could start now. */
export type StartingClock = MissingClock & { to: number };

/** A clock whose limit reaches into a year whose calendar is not loaded. */
export type ClockBeyond = { case_id: number; year: number };

export type Reckoning = {
  open: readonly OpenClock[];
  moved: readonly MovedClock[];
  starting: readonly StartingClock[];
  beyond: readonly ClockBeyond[];
};

const OPEN_STATUS = Object.entries(CASE_STATUS)
  .filter(([, { open }]) => open)
  .map(([status]) => `'${status}'`)
  .join();
const OPEN = `SELECT k.id, k.case_id, k.assignment_id, k.kind, k.started_at, k.due_at
  FROM clocks k JOIN cases c ON c.id = k.case_id
  WHERE k.met_at IS NULL AND k.stopped_at IS NULL AND (c.status IN (${OPEN_STATUS}) OR k.kind = 'supervision')`;
const OPEN_OF_ALL = `${OPEN} ORDER BY k.case_id, k.id`;
const OPEN_OF_CASE = `${OPEN} AND k.case_id = ? ORDER BY k.id`;

/** Every limit that runs, case by case. */
export function openClocks(db: Db): OpenClock[] {
  return prepared(db, OPEN_OF_ALL).all() as OpenClock[];
}

/** Days on which the calendar has changed, as days since 1970-01-01, in order. */
export type ChangedDays = readonly number[];

/**
 * Reckons every open limit on whose way one of these days lies again from its start, by the rule that it was started
 * by: the policy of the case's receipt and the calendar as this connection sees it. Writes nothing.
 * @param progress is told how many clocks of how many are done
 */
export function reckonAll(
  db: Db,
  changed: ChangedDays,
  progress: (done: number, total: number) => void,
): Reckoning {
  const open = openClocks(db);
  const concerned = open.filter((clock) => liesOn(changed, clock.started_at, clock.due_at));
  const found = { moved: [] as MovedClock[], beyond: [] as ClockBeyond[] };
  let done = 0;
  for (const [caseId, clocks] of Map.groupBy(concerned, (clock) => clock.case_id)) {
    reckonCase(db, caseId, clocks, found);
    done += clocks.length;
    progress(done, concerned.length);
  }
  return { open, ...found, starting: startingOf(db, missingClocks(db, null), changed) };
}

/** The same, reckoned anew for these cases only: what happened to them since is in it. */
export function reckonThese(
  db: Db,
  before: Reckoning,
  changed: ChangedDays,
  cases: ReadonlySet<number>,
): Reckoning {
  const others = <Of extends { case_id: number }>(list: readonly Of[]) =>
    list.filter(({ case_id }) => !cases.has(case_id));
  const found = { moved: [...others(before.moved)], beyond: [...others(before.beyond)] };
  const starting = [...others(before.starting)];
  for (const caseId of [...cases].sort((a, b) => a - b)) {
    const clocks = prepared(db, OPEN_OF_CASE).all(caseId) as OpenClock[];
    const concerned = clocks.filter((clock) => liesOn(changed, clock.started_at, clock.due_at));
    reckonCase(db, caseId, concerned, found);
    starting.push(...startingOf(db, missingClocks(db, caseId), changed));
  }
  return { open: openClocks(db), ...found, starting };
}

/** Whether a changed day lies between two moments; all others leave a limit as it is. */
function liesOn(changed: ChangedDays, from: number, to: number): boolean {
  const [first, last] = [dayNumberAt(from), dayNumberAt(to)];
  let [low, high] = [0, changed.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changed[middle] ?? 0) < first) low = middle + 1;
    else high = middle;
  }
  return (changed[low] ?? Number.POSITIVE_INFINITY) <= last;
}

type Found = { moved: MovedClock[]; beyond: ClockBeyond[] };

function reckonCase(db: Db, caseId: number, clocks: readonly OpenClock[], found: Found): void {
  const given = first(db, q.selectFrom('cases').selectAll().where('id', '=', caseId));
  if (!given) return;
  for (const [assignmentId, own] of Map.groupBy(clocks, (clock) => clock.assignment_id)) {
    const context = contextFor(db, given, assignmentId, own[0]?.started_at ?? given.received_at);
    for (const clock of own) {
      const deadline = deadlineFor(context, clock.kind, clock.started_at);
      if (deadline instanceof UnknownYearError) found.beyond.push({ case_id: caseId, year: deadline.year });
      else if (deadline && deadline.dueAt !== clock.due_at)
        found.moved.push({ ...clock, to: deadline.dueAt, why: deadline.why });
    }
  }
}

function contextFor(db: Db, given: CaseRow, assignmentId: number | null, start: number): ActContext {
  const [assignment = null] =
    assignmentId === null
      ? []
      : all(db, q.selectFrom('assignments').selectAll().where('id', '=', assignmentId));
  return contextOf(db, null, given, assignment, start);
}

/** Those that the change itself makes reckonable; what is missing for another reason is none of its business. */
function startingOf(db: Db, missing: readonly MissingClock[], changed: ChangedDays): StartingClock[] {
  return missing.flatMap((each) => {
    const deadline = deadlineFor(contextOfMissing(db, each), each.kind, each.since);
    if (!deadline || deadline instanceof UnknownYearError) return [];
    return liesOn(changed, each.since, deadline.dueAt) ? [{ ...each, to: deadline.dueAt }] : [];
  });
}

function deadlineFor({ facts, calendar }: ActContext, ...[kind, start]: [OpenClock['kind'], number]) {
  try {
    return deadlineOf(kind, facts, calendar, start);
  } catch (error) {
    if (error instanceof UnknownYearError) return error;
    throw error;
  }
}
