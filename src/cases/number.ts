import { dayOf } from '../calendar/local-time.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';

const TAKE = `INSERT INTO case_numbers (day, last) VALUES (?, 1)
  ON CONFLICT (day) DO UPDATE SET last = last + 1 RETURNING last`;

/**
 * The next case number by the policy's pattern (`YYYYMMDD-NNNN`): unique and, because it is taken in the
 * transaction that writes the case, gapless. More cases than the pattern has digits simply make it longer.
 */
export function nextCaseNumber(db: Db, pattern: string, receivedAt: number): string {
  const [year = '', month = '', day = ''] = dayOf(receivedAt).split('-');
  const stem = pattern.replace('YYYY', year).replace('MM', month).replace('DD', day);
  const last = Number(prepared(db, TAKE).pluck().get(stem));
  return stem.replace(/N+/, (digits) => String(last).padStart(digits.length, '0'));
}
