import { CASE_STATUS, type CaseStatus } from '../cases/states.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Keeping } from '../presets/types.ts';
import { maskedIfClosedBefore } from '../rules/keeping.ts';

/** A case whose time is over, by its place in the order in which they were closed. */
export type DueCase = { id: number; closed_at: number };

/** Of cases; nothing more is to come. */
export const OVER = `(${Object.keys(CASE_STATUS)
  .filter((status) => !CASE_STATUS[status as CaseStatus].open)
  .map((status) => `'${status}'`)
  .join()})`;

/** Nothing about it may be open: what is looked at again needs its people. */
const DUE = `c.masked_at IS NULL AND c.closed_at IS NOT NULL AND c.closed_at < @before AND c.status IN ${OVER}
  AND NOT EXISTS (SELECT 1 FROM clocks k WHERE k.case_id = c.id AND k.met_at IS NULL AND k.stopped_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.case_id = c.id AND t.done_at IS NULL AND t.dropped_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM supervisions v WHERE v.case_id = c.id AND v.status <> 'released')
  AND NOT EXISTS (SELECT 1 FROM appeals p WHERE p.case_id = c.id AND p.status IN ('asked', 'proposed'))
  AND NOT EXISTS (SELECT 1 FROM suspensions u WHERE u.case_id = c.id AND u.ended_at IS NULL)`;

const NEXT = `SELECT c.id, c.closed_at FROM cases c WHERE ${DUE} AND (c.closed_at, c.id) > (@closed_at, @id)
  ORDER BY c.closed_at, c.id LIMIT @most`;

/** The next cases that were closed before a moment, oldest first, after the one given. */
export function dueCases(db: Db, before: number, after: DueCase, most: number): DueCase[] {
  return prepared(db, NEXT).all({ before, ...after, most }) as DueCase[];
}

const STILL = `SELECT 1 FROM cases c WHERE c.id = @id AND ${DUE}`;

export function isDue(db: Db, id: number, before: number): boolean {
  return prepared(db, STILL).get({ id, before }) !== undefined;
}

const COUNT = `SELECT count(*) FROM (SELECT 1 FROM cases c WHERE ${DUE} LIMIT 1001)`;

/** How many cases are to be masked under these settings; 1001 stands for more than a thousand. */
export function casesToMask(db: Db, keeping: Pick<Keeping, 'maskYears'>, now: number): number {
  const before = maskedIfClosedBefore(keeping, now);
  return before === null ? 0 : (prepared(db, COUNT).pluck().get({ before }) as number);
}
