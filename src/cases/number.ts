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
  const last = Number(prepared(db, TAKE).pluck().get(seriesOf(pattern, receivedAt)));
  return numberOf(pattern, receivedAt, last);
}

/** Under what the numbers of a day (month, year) are counted, as in `case_numbers`. */
export function seriesOf(pattern: string, receivedAt: number): string {
  // Patterns that differ only in their digits go on in one series, or 2026-1000 would be given twice.
  return stemOf(pattern, receivedAt).replace(/N+/, 'NNNN');
}

/** The number that the pattern gives to the so-manieth case of its day (month, year). */
export function numberOf(pattern: string, receivedAt: number, count: number): string {
  return stemOf(pattern, receivedAt).replace(/N+/, (digits) => String(count).padStart(digits.length, '0'));
}

function stemOf(pattern: string, receivedAt: number): string {
  const [year = '', month = '', day = ''] = dayOf(receivedAt).split('-');
  return pattern.replace('YYYY', year).replace('MM', month).replace('DD', day);
}
