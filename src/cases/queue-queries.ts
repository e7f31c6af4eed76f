import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { type Actor, hasRole } from '../people/actor.ts';
import { matchQuery } from '../search/bigrams.ts';
import type { AssignmentStatus, CaseStatus, ClockKind } from './lifecycle.ts';
import type { Queue } from './queues.ts';

/*
 * The lists that people look at all day. Written as SQL with bound values rather than with the query builder:
 * each is a hot path whose index walk is chosen on purpose (see migrations/0002-cases.sql).
 */

export const PAGE_SIZE = 50;
/** Counts stop here and are shown as 1000+. */
export const COUNT_CAP = 1000;

export type Sort = 'due' | 'newest' | 'oldest';

export type Filter = {
  kind?: string | undefined;
  status?: CaseStatus | undefined;
  agency?: number | undefined;
  /** A node of the area or category tree; everything below it counts too. */
  area?: number | undefined;
  category?: number | undefined;
  sort: Sort;
  /** Where the last page ended. */
  after?: { rank: number; id: number } | undefined;
};

export type ListedCase = {
  id: number;
  number: string;
  headline: string;
  kind: string;
  status: CaseStatus;
  assignment_id: number | null;
  assignment_status: AssignmentStatus | null;
  agency: string | null;
  urgent: number;
  emergency: number;
  confidential: number;
  anonymous: number;
  next_clock: ClockKind | null;
  next_due_at: number | null;
  queue_rank: number | null;
  received_at: number;
  last_event_at: number;
  last_act: string;
  /** What the cursor of the next page names: the assignment's id in an agency's queue, else the case's. */
  cursor_id: number;
};

type Condition = { text: string; values: readonly unknown[] };

const SHARED = `c.id, c.number, c.headline, c.kind, c.status, c.urgent, c.emergency, c.confidential, c.anonymous,
  c.received_at, c.last_event_at, c.last_act, a.short_name AS agency`;
const CASES = `SELECT ${SHARED}, c.next_clock, c.next_due_at, c.queue_rank, c.id AS cursor_id,
  NULL AS assignment_id, NULL AS assignment_status FROM cases c LEFT JOIN agencies a ON a.id = c.lead_agency_id`;
const ASSIGNMENTS = `SELECT ${SHARED}, s.next_clock, s.next_due_at, s.queue_rank, s.id AS cursor_id,
  s.id AS assignment_id, s.status AS assignment_status
  FROM assignments s JOIN cases c ON c.id = s.case_id LEFT JOIN agencies a ON a.id = s.agency_id`;
const FOUND = CASES.replace('FROM cases c', 'FROM case_search f JOIN cases c ON c.id = f.rowid');
const OF_LINE = CASES.replace('FROM cases c', 'FROM citizens z JOIN cases c ON c.id = z.case_id');

/** One page of a queue, nearest limit first by default. One row more than a page says that there is a next one. */
export function listQueue(db: Db, actor: Actor, queue: Queue, filter: Filter, now: number): ListedCase[] {
  const conditions = [inQueue(queue, actor, now), ...narrowing(filter)];
  return 'assignments' in queue.of
    ? list(db, ASSIGNMENTS, 's', conditions, filter)
    : list(db, CASES, 'c', conditions, filter);
}

/** How many stand in the queue, up to COUNT_CAP + 1, and whether any of them is late. */
export function countQueue(
  db: Db,
  actor: Actor,
  queue: Queue,
  now: number,
): { count: number; late: boolean } {
  const { text, values } = inQueue(queue, actor, now);
  const table = 'assignments' in queue.of ? 'assignments s' : 'cases c';
  const capped = `SELECT next_due_at FROM ${table} WHERE ${text} LIMIT ${COUNT_CAP + 1}`;
  const counted = `SELECT count(*) AS count, coalesce(min(next_due_at) < ?, 0) AS late FROM (${capped})`;
  const row = prepared(db, counted).get(now, ...values) as { count: number; late: number };
  return { count: row.count, late: row.late === 1 };
}

/** Full-text search through what the actor may see, newest first. Null when nothing searchable was typed. */
export function searchCases(db: Db, actor: Actor, typed: string, filter: Filter): ListedCase[] | null {
  const match = matchQuery(typed);
  if (match === null) return null;
  const conditions = [
    { text: 'f.case_search MATCH ?', values: [match] },
    visible(actor),
    ...narrowing(filter),
  ];
  if (filter.after) conditions.push({ text: 'f.rowid < ?', values: [filter.after.id] });
  return select(db, FOUND, conditions, 'f.rowid DESC');
}

/** Everything the actor may see; newest first unless asked otherwise. */
export function listVisible(db: Db, actor: Actor, filter: Filter): ListedCase[] {
  return list(db, CASES, 'c', [visible(actor), ...narrowing(filter)], {
    ...filter,
    sort: filter.sort === 'oldest' ? 'oldest' : 'newest',
  });
}

/** Cases of one telephone line, newest first. */
export function casesOfLine(db: Db, actor: Actor, phone: string, filter: Filter): ListedCase[] {
  const conditions = [{ text: 'z.phone = ?', values: [phone] }, visible(actor), ...narrowing(filter)];
  if (filter.after) conditions.push({ text: 'z.case_id < ?', values: [filter.after.id] });
  return select(db, OF_LINE, conditions, 'z.case_id DESC');
}

export function caseIdOfNumber(db: Db, number: string): number | undefined {
  return prepared(db, 'SELECT id FROM cases WHERE number = ?').pluck().get(number) as number | undefined;
}

function list(
  db: Db,
  base: string,
  table: 'c' | 's',
  conditions: readonly Condition[],
  { sort, after }: Filter,
): ListedCase[] {
  if (sort === 'due') {
    const beyond = after && {
      text: `(${table}.queue_rank, ${table}.id) > (?, ?)`,
      values: [after.rank, after.id],
    };
    return select(
      db,
      base,
      beyond ? [...conditions, beyond] : conditions,
      `${table}.queue_rank, ${table}.id`,
    );
  }
  const [compare, direction] = sort === 'newest' ? ['<', 'DESC'] : ['>', 'ASC'];
  const beyond = after && { text: `${table}.id ${compare} ?`, values: [after.id] };
  return select(db, base, beyond ? [...conditions, beyond] : conditions, `${table}.id ${direction}`);
}

function select(db: Db, base: string, conditions: readonly Condition[], order: string): ListedCase[] {
  const where = conditions.map(({ text }) => text).join(' AND ');
  const values = conditions.flatMap((condition) => condition.values);
  return prepared(db, `${base} WHERE ${where} ORDER BY ${order} LIMIT ${PAGE_SIZE + 1}`).all(
    ...values,
  ) as ListedCase[];
}

function inQueue({ of }: Queue, actor: Actor, now: number): Condition {
  if ('assignments' in of) return assignmentsOf(actor, of.assignments);
  if ('cases' in of) return { text: 'c.status = ?', values: [of.cases] };
  if ('own' in of) return { text: 'c.first_operator = ? AND c.queue_rank IS NOT NULL', values: [actor.id] };
  if ('overdue' in of) return { text: 'c.next_due_at < ? AND c.queue_rank IS NOT NULL', values: [now] };
  return { text: 'c.queue_rank IS NOT NULL', values: [] };
}

/** The hotline sees every agency's assignments in a state; agency staff those of their own agency and below. */
function assignmentsOf(actor: Actor, status: AssignmentStatus): Condition {
  const inState = { text: 's.status = ? AND s.queue_rank IS NOT NULL', values: [status] };
  if (hasRole(actor, 'dispatcher', 'supervisor')) return inState;
  return both(inState, ofAgencies('s', [...actor.agencyIds]));
}

/** The filters that every list shares. */
function narrowing(filter: Filter): Condition[] {
  const conditions: Condition[] = [];
  if (filter.kind) conditions.push({ text: 'c.kind = ?', values: [filter.kind] });
  if (filter.status) conditions.push({ text: 'c.status = ?', values: [filter.status] });
  if (filter.agency) conditions.push({ text: 'c.lead_agency_id = ?', values: [filter.agency] });
  if (filter.area) conditions.push(below('areas', 'c.area_id', filter.area));
  if (filter.category) conditions.push(below('categories', 'c.category_id', filter.category));
  return conditions;
}

function below(tree: 'areas' | 'categories', column: string, id: number): Condition {
  return {
    text: `${column} IN (WITH RECURSIVE t(id) AS (SELECT ? UNION SELECT n.id FROM ${tree} n JOIN t ON n.parent_id = t.id)
      SELECT id FROM t)`,
    values: [id],
  };
}

/** domain.md "Who": which cases appear in somebody's lists at all. */
function visible(actor: Actor): Condition {
  if (hasRole(actor, 'dispatcher', 'supervisor', 'inspector', 'operator')) return { text: '1', values: [] };
  const ways: Condition[] = [];
  if (hasRole(actor, 'callback_clerk')) {
    ways.push({ text: `c.status IN ('replied', 'callback', 'verifying', 'closed', 'archived')`, values: [] });
  }
  if (hasRole(actor, 'handler', 'agency_leader')) {
    const { text, values } = ofAgencies('s', [...actor.agencyIds]);
    ways.push({ text: `EXISTS (SELECT 1 FROM assignments s WHERE s.case_id = c.id AND ${text})`, values });
  }
  if (ways.length === 0) return { text: '0', values: [] };
  return {
    text: `(${ways.map(({ text }) => text).join(' OR ')})`,
    values: ways.flatMap(({ values }) => values),
  };
}

function ofAgencies(table: string, ids: readonly number[]): Condition {
  const places = ids.map(() => '?').join();
  return {
    text: `(${table}.agency_id IN (${places}) OR ${table}.section_id IN (${places}))`,
    values: [...ids, ...ids],
  };
}

function both(one: Condition, other: Condition): Condition {
  return { text: `${one.text} AND ${other.text}`, values: [...one.values, ...other.values] };
}
