import { DAY } from '../calendar/days.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';

/*
 * C-M1: an older file that gets the masking with a new version holds many cases whose time is over at once. Whoever
 * upgraded it has some days to read of it before anything is taken away for good.
 */

const TIME_TO_READ = 7 * DAY;

/** Applied with the first of all in a new file. */
const UPGRADED = `SELECT applied_at FROM migrations WHERE name = '0005-survival.sql'
  AND applied_at > (SELECT min(applied_at) FROM migrations)`;

/** From when on cases are masked in a file that was there before there was masking; null in any other. Epoch ms. */
export function firstMaskingAt(db: Db): number | null {
  const at = prepared(db, UPGRADED).pluck().get() as number | undefined;
  return at === undefined ? null : at + TIME_TO_READ;
}

export function waitsAfterUpgrade(db: Db, now: number): boolean {
  const from = firstMaskingAt(db);
  return from !== null && now < from;
}
