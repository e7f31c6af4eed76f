import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { type Actor, hasRole } from '../people/actor.ts';
import { policyAt } from '../policy/policy.ts';
import { isQuiet } from '../rules/quiet-hours.ts';
import { ASSIGNMENTS, CASES, casesPlacedBy, type ListedCase, PAGE_SIZE } from './listed.ts';
import { type Filter, narrowing } from './narrowing.ts';
import { queueRank } from './queue-place.ts';
import type { Queue } from './queues.ts';
import { type Condition, NONE, toAgenciesOf } from './visible.ts';

/*
 * The lists that people look at all day. Written as SQL with bound values rather than with the query builder:
 * each is a hot path whose index walk is chosen on purpose (see migrations/0002-cases.sql).
 */

/** Counts stop here and are shown as 1000+. */
export const COUNT_CAP = 1000;

/** One page of a queue, nearest limit first by default. One row more than a page says that there is a next one. */
export function listQueue(db: Db, actor: Actor, queue: Queue, filter: Filter, now: number): ListedCase[] {
  return list(db, queue, conditionsOf(db, actor, queue, filter, now), filter, PAGE_SIZE + 1);
}

/**
 * The case that comes after this one in the queue, in the order of the filter; behind the last one the first again.
 * Where the case has left the queue, as after an act, the first. Undefined where there is no other.
 */
export function nextInQueue(
  db: Db,
  actor: Actor,
  queue: Queue,
  filter: Filter,
  now: number,
  caseId: number,
): number | undefined {
  const others = [...conditionsOf(db, actor, queue, filter, now), { text: 'c.id <> ?', values: [caseId] }];
  const place = placeOf(db, actor, queue, now, caseId);
  const [next] = (place && list(db, queue, others, { ...filter, after: place }, 1)) ?? [];
  const [first] = next ? [next] : list(db, queue, others, { ...filter, after: undefined }, 1);
  return first?.id;
}

/** Where the case stands; the last place where several of its assignments are in the queue. */
function placeOf(db: Db, actor: Actor, queue: Queue, now: number, caseId: number): Filter['after'] {
  const it = { text: 'c.id = ?', values: [caseId] };
  const places = list(db, queue, [inQueue(db, queue, actor, now), it], { sort: 'due' }, PAGE_SIZE);
  const last = places.at(-1);
  return last && { rank: last.queue_rank ?? 0, id: last.cursor_id };
}

/** How many stand in the queue, up to COUNT_CAP + 1, and whether any of them is late. */
export function countQueue(
  db: Db,
  actor: Actor,
  queue: Queue,
  now: number,
): { count: number; late: boolean } {
  const { text, values } = inQueue(db, queue, actor, now);
  const table = 'assignments' in queue.of ? 'assignments s' : 'cases c';
  const counted = `SELECT count(*) FROM (SELECT 1 FROM ${table} WHERE ${text} LIMIT ${COUNT_CAP + 1})`;
  const count = Number(
    prepared(db, counted)
      .pluck()
      .get(...values),
  );
  // The rank begins with the limit (queue-place.ts), so what is late is a range of the index, urgent or not.
  const late = `SELECT EXISTS (SELECT 1 FROM ${table} WHERE ${text} AND queue_rank BETWEEN ? AND ?)`;
  const reached = (urgent: boolean) =>
    prepared(db, late)
      .pluck()
      .get(...values, queueRank(urgent, 0), queueRank(urgent, now - 1)) === 1;
  return { count, late: reached(true) || reached(false) };
}

function conditionsOf(db: Db, actor: Actor, queue: Queue, filter: Filter, now: number): Condition[] {
  return [inQueue(db, queue, actor, now), ...narrowing(db, filter).map(({ condition }) => condition)];
}

function list(
  db: Db,
  queue: Queue,
  conditions: readonly Condition[],
  { sort, after }: Pick<Filter, 'sort' | 'after'>,
  limit: number,
): ListedCase[] {
  const { base, table, place } = sourceOf(queue);
  const { order, beyond } = ORDERS[sort](table, place);
  const all = after ? [...conditions, beyond(after)] : conditions;
  const where = all.map(({ text }) => text).join(' AND ');
  const values = all.flatMap((condition) => condition.values);
  return prepared(db, `${base} WHERE ${where} ORDER BY ${order} LIMIT ${limit}`).all(
    ...values,
  ) as ListedCase[];
}

type Cursor = { rank: number; id: number };
type Order = (table: string, place: string) => { order: string; beyond: (after: Cursor) => Condition };

const ORDERS: Readonly<Record<Filter['sort'], Order>> = {
  due: (table, place) => ({
    order: `${place}, ${table}.id`,
    beyond: ({ rank, id }) => ({
      text: `(${place}, ${table}.id) > (?, ?)`,
      values: [rank, id],
    }),
  }),
  newest: (table) => ({
    order: `${table}.id DESC`,
    beyond: ({ id }) => ({ text: `${table}.id < ?`, values: [id] }),
  }),
  oldest: (table) => ({
    order: `${table}.id`,
    beyond: ({ id }) => ({ text: `${table}.id > ?`, values: [id] }),
  }),
};

/** What a list reads, and what it is ordered by where it is ordered by urgency: the place in the queue, or a time of its own. */
function sourceOf({ of }: Queue): { base: string; table: 's' | 'c'; place: string } {
  if ('assignments' in of) return { base: ASSIGNMENTS, table: 's', place: 's.queue_rank' };
  const place = placeIn(of);
  return place === null
    ? { base: CASES, table: 'c', place: 'c.queue_rank' }
    : { base: casesPlacedBy(place), table: 'c', place };
}

const REVIEW_DAY = `(SELECT CAST(replace(p.review_on, '-', '') AS INTEGER) FROM suspensions p
  WHERE p.case_id = c.id AND p.ended_at IS NULL)`;

function placeIn(of: Queue['of']): string | null {
  if ('callbacks' in of && of.callbacks === 'later') return 'coalesce(c.call_after, 0)';
  if ('suspended' in of) return REVIEW_DAY;
  return 'spotChecks' in of ? 'c.closed_at' : null;
}

/** Few among the many closed ones, so they lead: hence the plus above. */
const SPOT_CHECKS = `SELECT t.case_id FROM tasks t
  WHERE t.kind = 'spot_check' AND t.done_at IS NULL AND t.dropped_at IS NULL`;

function inQueue(db: Db, { of }: Queue, actor: Actor, now: number): Condition {
  if ('assignments' in of) return assignmentsOf(actor, of.assignments);
  if ('callbacks' in of) return callbacksOf(db, of.callbacks, now);
  if ('suspended' in of) return { text: `c.status = 'suspended'`, values: [] };
  // Done again, a case is not closed any more: nothing is to be checked until it is, and then the lot falls anew (Q-E3).
  if ('spotChecks' in of) return { text: `c.id IN (${SPOT_CHECKS}) AND +c.status = 'closed'`, values: [] };
  if ('cases' in of) return { text: 'c.status = ?', values: [of.cases] };
  if ('own' in of) return { text: 'c.first_operator = ? AND c.queue_rank IS NOT NULL', values: [actor.id] };
  if ('overdue' in of) return { text: 'c.next_due_at < ? AND c.queue_rank IS NOT NULL', values: [now] };
  return { text: 'c.queue_rank IS NOT NULL', values: [] };
}

/** Few: the others are counted without looking at each. */
const LATER = `SELECT id FROM cases WHERE status = 'callback' AND call_after > ?`;

/** G-E2: at night nobody is to be called, so everything waits for the morning. */
function callbacksOf(db: Db, which: 'now' | 'later', now: number): Condition {
  const quiet = isQuiet(now, policyAt(db, now).quietHours);
  if (quiet) return which === 'now' ? NONE : { text: `c.status = 'callback'`, values: [] };
  return which === 'now'
    ? { text: `c.status = 'callback' AND c.id NOT IN (${LATER})`, values: [now] }
    : { text: `c.status = 'callback' AND c.call_after > ?`, values: [now] };
}

type AssignmentsIn = Extract<Queue['of'], { assignments: unknown }>['assignments'];

/** Few at a time: found by the requests that stand open, in the words of their index. */
const WITH_EXTENSION = `SELECT x.assignment_id FROM extensions x WHERE x.status IN ('asked', 'agreed') AND x.status = ?`;
const EXTENSION_IS = { extension_asked: 'asked', extension_agreed: 'agreed' } as const;

/** Outside units are few, so the index is walked agency by agency (Q-B5). */
const TO_OUTSIDE = `s.agency_id IN (SELECT id FROM agencies WHERE external = 1) AND s.status IN ('unsigned', 'signed')`;

function whereOf(which: AssignmentsIn): Condition {
  if (typeof which === 'string') return { text: 's.status = ?', values: [which] };
  if (which.during === 'external') return { text: TO_OUTSIDE, values: [] };
  return { text: `s.id IN (${WITH_EXTENSION})`, values: [EXTENSION_IS[which.during]] };
}

/** The hotline sees every agency's assignments in a state; agency staff those of their own agency and below. */
function assignmentsOf(actor: Actor, which: AssignmentsIn): Condition {
  const state = whereOf(which);
  const inState = { text: `${state.text} AND s.queue_rank IS NOT NULL`, values: state.values };
  if (hasRole(actor, 'dispatcher', 'supervisor')) return inState;
  const ours = toAgenciesOf(actor);
  return { text: `${inState.text} AND ${ours.text}`, values: [...inState.values, ...ours.values] };
}
