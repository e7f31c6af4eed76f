import { exactTime } from '../../../src/calendar/words.ts';
import type { Effect } from '../../../src/cases/life/transition.ts';
import { queueRank } from '../../../src/cases/queue-place.ts';
import { ASSIGNMENT_STATUS, CASE_STATUS, CLOCKS, type ClockKind } from '../../../src/cases/states.ts';
import type { Assigned, Clock, Life } from './life.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Nominal lengths: the real ones need the calendar, and a queue only needs limits that differ. */
const LENGTH: Readonly<Record<ClockKind, number>> = {
  accept: DAY,
  withdrawal: 2 * DAY,
  dispatch: DAY,
  sign: DAY / 2,
  return: DAY,
  first_contact: 2 * DAY,
  reply: 9 * DAY,
  callback: 3 * DAY,
  verify: 3 * DAY,
  supervision: 5 * DAY,
  review: 30 * DAY,
};

/** What an act does to the clocks of its subject: the case, or one assignment. */
export function applyEffect(life: Life, effect: Effect, at: number, assignment?: Assigned): void {
  if ('start' in effect) start(life, effect.start, at, assignment);
  else if ('meet' in effect) {
    for (const clock of running(life, assignment?.id ?? null))
      if (clock.kind === effect.meet) clock.met_at = at;
  }
}

/** Starts a clock. An open case's is set around now, so that queues hold what is late and what is not. */
export function start(life: Life, kind: ClockKind, at: number, assignment?: Assigned): void {
  const { random, now } = life;
  const late = random() < 0.2;
  const around = now + (late ? -3 * DAY * random() : LENGTH[kind] * random());
  const due = life.open ? Math.max(at + HOUR, around) : at + LENGTH[kind];
  const due_at = Math.round(due / 60_000) * 60_000;
  life.clocks.push({
    ...{ case_id: life.row.id, assignment_id: assignment?.id ?? null, kind, started_at: at, due_at },
    ...{ met_at: null, stopped_at: null },
    why: `${CLOCKS[kind].name} ${Math.ceil(LENGTH[kind] / DAY)} 个工作日，自 ${exactTime(at)} 起，${exactTime(due_at)} 止`,
  });
}

function running(life: Life, assignmentId: number | null): Clock[] {
  return life.clocks.filter(
    (clock) => clock.met_at === null && clock.stopped_at === null && clock.assignment_id === assignmentId,
  );
}

/** What ends takes its running clocks with it. */
export function stopAll(life: Life, at: number, assignmentId?: number): void {
  for (const clock of life.clocks) {
    const concerned = assignmentId === undefined || clock.assignment_id === assignmentId;
    if (concerned && clock.met_at === null && clock.stopped_at === null) clock.stopped_at = at;
  }
}

/** The nearest clock and the place in the queue, as src/cases/queue-place.ts writes them. */
export function place({ row, clocks, assignments }: Life): void {
  const nearest = (of: number | null) =>
    clocks
      .filter((clock) => clock.met_at === null && clock.stopped_at === null && CLOCKS[clock.kind].duty)
      .filter((clock) => of === null || clock.assignment_id === of)
      .sort((a, b) => a.due_at - b.due_at)[0];
  const placed = (open: boolean, clock: Clock | undefined) => ({
    next_clock: open ? (clock?.kind ?? null) : null,
    next_due_at: open ? (clock?.due_at ?? null) : null,
    queue_rank: open ? queueRank(row.urgent === 1, clock?.due_at ?? null) : null,
  });
  Object.assign(row, placed(CASE_STATUS[row.status].open, nearest(null)));
  for (const each of assignments) {
    Object.assign(each, placed(ASSIGNMENT_STATUS[each.status].open, nearest(each.id)));
  }
}
