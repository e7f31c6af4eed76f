import { DAY } from '../calendar/days.ts';
import { seriesOf } from '../cases/number.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { policyAt } from '../policy/policy.ts';
import type { Counters } from './replaced.ts';

/** Numbers that are not given again, in words: "20261123-0012 至 20261123-0030". */
export type Skipped = string[];

type Series = { table: 'case_numbers' | 'number_series'; key: 'day' | 'series' };
const CASES: Series = { table: 'case_numbers', key: 'day' };
const ORDERS: Series = { table: 'number_series', key: 'series' };

/** Numbers that the replaced file has given out stay taken: citizens were told them. */
export function carryNumbers(copy: Db, counters: Counters, now: number): Skipped {
  const digits = digitsOf(copy, now);
  const cases = counters.cases.flatMap(({ series, last }) => advance(copy, CASES, series, last, digits));
  const orders = counters.orders.flatMap(({ series, last }) => advance(copy, ORDERS, series, last, 1));
  return [...cases, ...orders];
}

/** Leaves out so many numbers in each series that may have gone on since the backup was made. Epoch ms. */
export function skipNumbers(copy: Db, count: number, madeAt: number, now: number): Skipped {
  const { caseNumber } = policyAt(copy, now);
  if (caseNumber === undefined) return [];
  const series = new Set<string>();
  for (let at = Math.max(madeAt, now - MOST_DAYS * DAY); at < now; at += DAY)
    series.add(seriesOf(caseNumber, at));
  series.add(seriesOf(caseNumber, now));
  const digits = digitsOf(copy, now);
  return [...series].flatMap((each) => advance(copy, CASES, each, lastOf(copy, CASES, each) + count, digits));
}

/** Nobody enters older cases by their day once more. */
const MOST_DAYS = 400;

function advance(copy: Db, kind: Series, series: string, to: number, digits: number): Skipped {
  const from = lastOf(copy, kind, series);
  if (to <= from) return [];
  const { table, key } = kind;
  const write = `INSERT INTO ${table} (${key}, last) VALUES (?, ?)
    ON CONFLICT (${key}) DO UPDATE SET last = excluded.last`;
  prepared(copy, write).run(series, to);
  const [first, last] = [sayNumber(series, from + 1, digits), sayNumber(series, to, digits)];
  return [first === last ? first : `${first} 至 ${last}`];
}

function lastOf(copy: Db, { table, key }: Series, series: string): number {
  return Number(prepared(copy, `SELECT last FROM ${table} WHERE ${key} = ?`).pluck().get(series) ?? 0);
}

/** "20261123-0012", "督〔2026〕3号" */
function sayNumber(series: string, n: number, digits: number): string {
  const [, word, year] = /^(\D+)(\d{4})$/.exec(series) ?? [];
  return year ? `${word}〔${year}〕${n}号` : series.replace('NNNN', String(n).padStart(digits, '0'));
}

function digitsOf(copy: Db, now: number): number {
  return /N+/.exec(policyAt(copy, now).caseNumber ?? '')?.[0].length ?? 1;
}
