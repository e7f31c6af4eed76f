import { dayOf } from '../calendar/local-time.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';

const TAKE = `INSERT INTO number_series (series, last) VALUES (?, 1)
  ON CONFLICT (series) DO UPDATE SET last = last + 1 RETURNING last`;

/**
 * The next number of an order, 督〔2026〕1号, beginning anew each local year: gapless, because it is taken in the
 * transaction that writes the order.
 */
export function nextOrderNumber(db: Db, now: number): string {
  const year = dayOf(now).slice(0, 4);
  const last = prepared(db, TAKE).pluck().get(`督${year}`);
  return `督〔${year}〕${last}号`;
}
