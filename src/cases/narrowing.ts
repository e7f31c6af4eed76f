import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { CaseStatus } from './states.ts';
import type { Condition } from './visible.ts';

export type Sort = 'due' | 'newest' | 'oldest';

/** What stands in the address of a list. */
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

/**
 * One filter, said twice: as a condition on `cases c`, and as the index ranges that hold its cases by id.
 * Without arms it can only be tested.
 */
export type Term = { condition: Condition; arms: readonly Arm[] };

/** `select` ends in a WHERE that goes on with `AND <id> < ?`, and walks an index in the order of the id. */
export type Arm = { select: string; id: string; values: readonly unknown[] };

/** The filters that every list shares. */
export function narrowing(db: Db, filter: Filter): Term[] {
  const terms: Term[] = [];
  if (filter.kind) terms.push(equals('kind', filter.kind));
  if (filter.status) terms.push(equals('status', filter.status));
  if (filter.agency) terms.push(equals('lead_agency_id', filter.agency));
  if (filter.area) terms.push(within('area_id', nodesBelow(db, 'areas', filter.area)));
  if (filter.category) terms.push(within('category_id', nodesBelow(db, 'categories', filter.category)));
  return terms;
}

type Column = 'kind' | 'status' | 'lead_agency_id' | 'area_id' | 'category_id';

function equals(column: Column, value: string | number): Term {
  return { condition: { text: `c.${column} = ?`, values: [value] }, arms: [arm(column, value)] };
}

function within(column: Column, ids: readonly number[]): Term {
  return {
    condition: {
      text: `c.${column} IN (SELECT value FROM json_each(?))`,
      values: [JSON.stringify(ids)],
    },
    arms: ids.map((id) => arm(column, id)),
  };
}

function arm(column: Column, value: string | number): Arm {
  return { select: `SELECT id FROM cases WHERE ${column} = ?`, id: 'id', values: [value] };
}

function nodesBelow(db: Db, tree: 'areas' | 'categories', id: number): number[] {
  const below = `WITH RECURSIVE t(id) AS (SELECT ? UNION SELECT n.id FROM ${tree} n JOIN t ON n.parent_id = t.id)
    SELECT id FROM t`;
  return prepared(db, below).pluck().all(id) as number[];
}
