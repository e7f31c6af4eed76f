import { calendarOf } from '../calendar/current.ts';
import { addDays, DAY } from '../calendar/days.ts';
import { dayOf, startOfDay } from '../calendar/local-time.ts';
import { UnknownYearError, type WorkingCalendar } from '../calendar/types.ts';
import { exactTime } from '../calendar/words.ts';
import { subtractWorkingDays } from '../calendar/working-time.ts';
import type { Db } from '../db/open.ts';
import { prepared, transact } from '../db/query.ts';
import { policyAt } from '../policy/policy.ts';
import { keepCard } from './queue-place.ts';
import { agencyOf } from './reckon-write.ts';
import { CLOCKS, type ClockKind } from './states.ts';
import { writeSystemEvent } from './system-event.ts';

type Colour = 'yellow' | 'red';
type Candidate = {
  id: number;
  case_id: number;
  assignment_id: number | null;
  kind: ClockKind;
  started_at: number;
  due_at: number;
  received_at: number;
  colour: Colour;
};
type Place = { due: number; id: number };

/** So many clocks are looked at in one go, and so many cards given in one transaction: some 10 ms each. */
const SLICE = 500;
const AT_ONCE = 50;

/**
 * X-E1: a yellow card within the policy's working days before a reply or a rectification is due, a red one when it is
 * overdue; each once for a clock and its limit, so that a limit that moved can bring a card again. What was missed
 * while the server was down is made up once: a limit that has passed meanwhile brings the red card alone.
 * @param now epoch ms
 * @yields the number of cards given, slice by slice, so that requests are answered in between
 */
export function* giveCards(db: Db, now: number): Generator<number, void> {
  const horizon = horizonOf(db, now);
  let from: Place | null = { due: 0, id: 0 };
  while (from) {
    const { candidates, next } = slice(db, from, horizon, now);
    const due = candidates.filter((each) => isDue(db, each, now));
    for (let done = 0; done < due.length; done += AT_ONCE) {
      yield giveAll(db, due.slice(done, done + AT_ONCE), now);
    }
    yield 0;
    from = next;
  }
}

/*
 * One walk of the index of open clocks. While a report lies with the hotline the agency is not late (Q-E4).
 */
const LOOKED_AT = `SELECT id, due_at FROM clocks
  WHERE met_at IS NULL AND stopped_at IS NULL AND (due_at, id) > (@due, @id) AND due_at < @horizon
  ORDER BY due_at, id LIMIT ${SLICE}`;
const CANDIDATES = `WITH looked AS (${LOOKED_AT})
  SELECT k.id, k.case_id, k.assignment_id, k.kind, k.started_at, k.due_at, c.received_at,
    CASE WHEN k.due_at < @now THEN 'red' ELSE 'yellow' END AS colour
  FROM looked JOIN clocks k ON k.id = looked.id JOIN cases c ON c.id = k.case_id
  WHERE k.kind IN ('reply', 'supervision')
    AND NOT EXISTS (SELECT 1 FROM cards d WHERE d.clock_id = k.id AND d.due_at = k.due_at
      AND d.colour = CASE WHEN k.due_at < @now THEN 'red' ELSE 'yellow' END)
    AND NOT (k.kind = 'supervision' AND EXISTS (
      SELECT 1 FROM supervisions v WHERE v.case_id = k.case_id AND v.status = 'answered'))`;
const LAST_LOOKED_AT = `SELECT due_at AS due, id FROM (${LOOKED_AT}) ORDER BY due_at DESC, id DESC LIMIT 1`;

function slice(db: Db, from: Place, horizon: number, now: number) {
  const range = { ...from, horizon };
  return {
    candidates: prepared(db, CANDIDATES).all({ ...range, now }) as Candidate[],
    next: (prepared(db, LAST_LOOKED_AT).get(range) as Place | undefined) ?? null,
  };
}

/** A limit that was as near when it began (the same day, of urgent cases) warns of nothing. */
function isDue(db: Db, { colour, started_at, due_at, received_at }: Candidate, now: number): boolean {
  if (colour === 'red') return true;
  const policy = policyAt(db, received_at);
  const near = (at: number) => isNear(calendarOf(db, policy), due_at, policy.limits.yellowDays, at);
  return near(now) && !near(started_at);
}

function isNear(calendar: WorkingCalendar, dueAt: number, days: number, now: number): boolean {
  try {
    return now >= subtractWorkingDays(calendar, dueAt, days);
  } catch (error) {
    // A limit at the edge of the loaded years is only pointed at here, never reckoned: plain days will do.
    if (error instanceof UnknownYearError) return dueAt - now < days * DAY;
    throw error;
  }
}

const EPOCHS = `SELECT DISTINCT in_force_from FROM policies WHERE key IN ('limits', 'hours')`;

/** Beyond this no limit can be near, by any policy that cases are judged by. */
function horizonOf(db: Db, now: number): number {
  const epochs = prepared(db, EPOCHS).pluck().all() as number[];
  return Math.max(now, ...epochs.map((epoch) => horizonBy(db, epoch, now)));
}

function horizonBy(db: Db, epoch: number, now: number): number {
  const policy = policyAt(db, epoch);
  const calendar = calendarOf(db, policy);
  let day = addDays(dayOf(now), 1);
  while (isNear(calendar, startOfDay(day), policy.limits.yellowDays, now)) day = addDays(day, 1);
  return startOfDay(day);
}

function giveAll(db: Db, due: readonly Candidate[], now: number): number {
  return transact(db, () => due.filter((each) => give(db, each, now)).length);
}

/** Nothing is given for a limit that was met or moved while requests were answered in between. */
const GIVE = `INSERT OR IGNORE INTO cards (case_id, assignment_id, clock_id, colour, due_at, at)
  SELECT @case_id, @assignment_id, id, @colour, due_at, @now FROM clocks
  WHERE id = @id AND due_at = @due_at AND met_at IS NULL AND stopped_at IS NULL`;

function give(db: Db, candidate: Candidate, now: number): boolean {
  const { id, case_id, assignment_id, kind, due_at, colour } = candidate;
  const given = prepared(db, GIVE).run({ case_id, assignment_id, id, colour, due_at, now });
  if (given.changes === 0) return false;
  const agency = agencyOf(db, assignment_id);
  const duty = `${CLOCKS[kind].name}${agency ? `（${agency}）` : ''}`;
  const why =
    colour === 'red'
      ? `${duty}应于 ${exactTime(due_at)} 前完成，已超期。`
      : `${duty}将于 ${exactTime(due_at)} 到期，请抓紧办理。`;
  const event = { caseId: case_id, assignmentId: assignment_id, act: `${colour}_card`, why };
  writeSystemEvent(db, { ...event, detail: { clock: id } }, now);
  keepCard(db, case_id);
  return true;
}
