import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Arm, Term } from './narrowing.ts';
import type { Written } from './search.ts';
import type { Condition } from './visible.ts';

/*
 * Cases by id, in bounded steps: whatever is asked, looking for one page ends when BUDGET is spent. Of several filters
 * the cheapest leads (its index is walked) and the others are tested on what it gives. How far the next STEP of each
 * reaches back tells which is sparse; nothing has to be counted.
 */

export type Order = 'newest' | 'oldest';

/** What a walk may be led by, beside the filters: the full text. `holds` tests it on a case found otherwise. */
export type TextTerm = Term & { holds: (written: Written) => boolean };

/** `stopped`: how many cases were looked at, up to which, where the walk ended before all and before the page was full. */
export type Walked = { ids: number[]; stopped: { looked: number; at: number } | null };

/** What looking at cases for one page may cost; 1 is a look at one case that is not in memory, 5 to 10 us. */
const BUDGET = 2000;
/** To read a case's text and look for words in it; the full-text index gives them for 1. */
const READING = 2;
const STEP = 250;
/** More index ranges than this are not merged but tested: such a filter holds nearly everything. */
const MOST_ARMS = 120;
const AFTER_ALL = 9_007_199_254_740_991;

const ALL_CASES: Term = {
  condition: { text: '1', values: [] },
  arms: [{ select: 'SELECT id FROM cases WHERE 1', id: 'id', values: [] }],
};

/**
 * The next `limit` cases that meet every term, newest (or oldest) first.
 * @param after the case where the last page ended
 */
export function walk(
  db: Db,
  terms: readonly (Term | TextTerm)[],
  { order, after, limit }: { order: Order; after: number | undefined; limit: number },
): Walked {
  const start = after ?? (order === 'newest' ? AFTER_ALL : -1);
  const { leader, price, first } = cheapest(db, terms, order, start);
  const others = terms.filter((term) => term !== leader);
  const ids: number[] = [];
  let batch = first;
  for (let looked = batch.length; ; looked += batch.length) {
    ids.push(...meeting(db, batch, others, order, limit - ids.length));
    const at = batch.at(-1);
    if (ids.length >= limit || batch.length < STEP || at === undefined) return { ids, stopped: null };
    if (looked * price >= BUDGET) return { ids, stopped: { looked, at } };
    batch = step(db, leader, order, at);
  }
}

/** The term whose next STEP cases reach furthest for their price; one that ends within the step needs no second. */
function cheapest(db: Db, terms: readonly (Term | TextTerm)[], order: Order, start: number) {
  const leaders = terms.filter((term) => term.arms.length > 0 && term.arms.length <= MOST_ARMS);
  const tried = (leaders.length > 0 ? leaders : [ALL_CASES]).map((leader) => {
    const price = terms.some((term) => term !== leader && 'holds' in term) ? READING : 1;
    return { leader, price, first: step(db, leader, order, start) };
  });
  const begins = tried.flatMap(({ first }) => first[0] ?? []);
  const begin = order === 'newest' ? Math.max(...begins) : Math.min(...begins);
  const worth = ({ price, first }: { price: number; first: readonly number[] }) =>
    first.length < STEP
      ? Number.MAX_VALUE / (1 + first.length * price)
      : Math.abs((first.at(-1) ?? begin) - begin) / price;
  return tried.reduce((best, each) => (worth(each) > worth(best) ? each : best));
}

function step(db: Db, leader: Term, order: Order, from: number): number[] {
  const [compare, direction] = order === 'newest' ? ['<', 'DESC'] : ['>', 'ASC'];
  const arms = leader.arms.map((arm: Arm) => `${arm.select} AND ${arm.id} ${compare} ?`).join(' UNION ');
  const last = leader.arms.length === 1 ? leader.arms[0]?.id : '1';
  const values = leader.arms.flatMap((arm) => [...arm.values, from]);
  return prepared(db, `${arms} ORDER BY ${last} ${direction} LIMIT ${STEP}`)
    .pluck()
    .all(...values) as number[];
}

/** Those of the batch that meet the other terms, at most `limit`. */
function meeting(
  db: Db,
  batch: readonly number[],
  terms: readonly (Term | TextTerm)[],
  order: Order,
  limit: number,
): number[] {
  const text = terms.find((term) => 'holds' in term);
  const conditions = terms.filter((term) => term !== text).map(({ condition }) => condition);
  if (!text && conditions.length === 0) return batch.slice(0, limit);
  const columns = text ? 'c.id, c.number, c.headline, c.text, c.place' : 'c.id';
  const ids: number[] = [];
  for (const row of rowsOf(db, columns, batch, conditions, order)) {
    if (text && !text.holds(row)) continue;
    ids.push(row.id);
    if (ids.length >= limit) break;
  }
  return ids;
}

function rowsOf(
  db: Db,
  columns: string,
  batch: readonly number[],
  conditions: readonly Condition[],
  order: Order,
): IterableIterator<Written & { id: number }> {
  const texts = ['c.id IN (SELECT value FROM json_each(?))', ...conditions.map(({ text }) => text)];
  const direction = order === 'newest' ? 'DESC' : 'ASC';
  return prepared(
    db,
    `SELECT ${columns} FROM cases c WHERE ${texts.join(' AND ')} ORDER BY c.id ${direction}`,
  ).iterate(JSON.stringify(batch), ...conditions.flatMap(({ values }) => values)) as IterableIterator<
    Written & { id: number }
  >;
}
