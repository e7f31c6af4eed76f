import type { FilterBar, Mark, QueueRow, Steps } from '../../views/cases/queue.ts';
import { calendarOf } from '../calendar/current.ts';
import { exactTime, sayTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { all, q } from '../db/query.ts';
import { hasRole } from '../people/actor.ts';
import { nameIn, policyAt } from '../policy/policy.ts';
import { isDissatisfied, lastRating } from '../portal/rating-queries.ts';
import { nodePath, type Tree } from '../trees/queries.ts';
import { type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { runningClock } from './clock-words.ts';
import type { Found } from './find.ts';
import { flagsOf } from './flags.ts';
import { type ListedCase, PAGE_SIZE } from './listed.ts';
import { marksOf } from './marks.ts';
import type { Filter } from './narrowing.ts';
import { addressWith } from './queue-filter.ts';
import { CASE_STATUS, type CaseStatus, stateOf } from './states.ts';
import { doneWords } from './timeline.ts';

/** Rows in the words of the page; the row beyond the page is dropped. */
export function queueRows(db: Db, rows: readonly ListedCase[], now: number): QueueRow[] {
  const policy = policyAt(db, now);
  const calendar = calendarOf(db, policy);
  return rows.slice(0, PAGE_SIZE).map((row) => ({
    id: row.id,
    number: row.number,
    headline: row.headline,
    kind: nameIn(policy.kinds, row.kind),
    state: row.assignment_status
      ? stateOf({ status: row.assignment_status, external: row.external })
      : CASE_STATUS[row.status].name,
    agency: row.agency,
    flags: flagsOf(row),
    marks: [...marksOf(row), ...ratedMark(db, row)],
    clock: runningClock(calendar, row.next_clock, row.next_due_at, now, row.external === 1),
    received: { at: row.received_at, text: sayTime(row.received_at, now), exact: exactTime(row.received_at) },
    last: {
      at: row.last_event_at,
      text: `${sayTime(row.last_event_at, now)} ${doneWords(row.last_act)}`,
      exact: exactTime(row.last_event_at),
    },
  }));
}

/** Q-E1: whoever calls back sees who has already said that they are dissatisfied. */
function ratedMark(db: Db, row: ListedCase): Mark[] {
  const rating = row.status === 'callback' ? lastRating(db, row) : undefined;
  return rating && isDissatisfied(rating) ? [{ tone: 'overdue', text: '不满意' }] : [];
}

/**
 * The link to the next page, where there is one, and what the page holds. `stopped`: the search went no further
 * than this case (see find.ts), which the page says.
 */
export function steps(
  c: Ctx,
  rows: readonly ListedCase[],
  filter: Filter,
  stopped: Found['stopped'] = null,
): Steps {
  const last = rows.length > PAGE_SIZE ? rows[PAGE_SIZE - 1] : undefined;
  const cursor = last ? `${last.queue_rank ?? 0}.${last.cursor_id}` : stopped && `0.${stopped.at}`;
  const shown = Math.min(rows.length, PAGE_SIZE);
  const count = filter.after || cursor ? `本页 ${shown} 件` : `共 ${shown} 件`;
  return {
    first: filter.after ? addressWith(c, {}) : null,
    next: cursor ? addressWith(c, { after: cursor }) : null,
    countText: stopped ? `${count}，${searchedOnly(filter, stopped.looked)}` : count,
  };
}

function searchedOnly({ sort, after }: Filter, looked: number): string {
  const part = after ? '接着的' : sort === 'oldest' ? '最早的' : '最近的';
  return `只检索了${part} ${looked} 件，其余请点“下一页”继续检索`;
}

/** The filter bar with its short lists, and the conditions in force as chips. */
export function filterChoices(c: Ctx, filter: Filter, wish: { withStatus: boolean }): FilterBar {
  const db = dbOf(c);
  const policy = policyAt(db, nowOf(c));
  const forHotline = !hasRole(whoIs(c), 'handler', 'agency_leader');
  const kinds = policy.kinds.map((kind) => ({ value: kind.code, text: kind.name }));
  const statuses = Object.entries(CASE_STATUS).map(([value, { name }]) => ({ value, text: name }));
  const chip = (name: string, label: string, value: string | null | undefined) =>
    value ? [{ label, value, removeHref: addressWith(c, { [name]: null }) }] : [];
  return {
    action: c.req.path,
    typed: c.req.query('q') ?? '',
    kinds,
    statuses: wish.withStatus ? statuses : [],
    agencies: forHotline ? topAgencies(db) : [],
    areas: topNodes(db, 'areas'),
    categories: topNodes(db, 'categories'),
    chosen: {
      kind: filter.kind ?? '',
      status: filter.status ?? '',
      agency: String(filter.agency ?? ''),
      area: String(filter.area ?? ''),
      category: String(filter.category ?? ''),
      sort: filter.sort,
    },
    chips: [
      ...chip('kind', '类型', filter.kind && nameIn(policy.kinds, filter.kind)),
      ...chip('status', '状态', filter.status && CASE_STATUS[filter.status as CaseStatus].name),
      ...chip('agency', '单位', filter.agency ? agencyName(db, filter.agency) : null),
      ...chip('area', '区域', filter.area ? nodePath(db, 'areas', filter.area) : null),
      ...chip('category', '分类', filter.category ? nodePath(db, 'categories', filter.category) : null),
    ],
    clearHref: addressWith(c, { kind: null, status: null, agency: null, area: null, category: null }),
  };
}

function topAgencies(db: Db) {
  return all(
    db,
    q
      .selectFrom('agencies')
      .select(['id', 'short_name'])
      .where('kind', '<>', 'section')
      .where('active', '=', 1)
      .orderBy('id'),
  ).map((agency) => ({ value: String(agency.id), text: agency.short_name }));
}

function agencyName(db: Db, id: number): string {
  return all(db, q.selectFrom('agencies').select('short_name').where('id', '=', id))[0]?.short_name ?? '';
}

function topNodes(db: Db, tree: Tree) {
  return all(
    db,
    q.selectFrom(tree).select(['id', 'name']).where('level', '=', 1).where('active', '=', 1).orderBy('id'),
  ).map((node) => ({ value: String(node.id), text: node.name }));
}
