import { createHash } from 'node:crypto';
import type { Reckoning } from '../cases/reckon.ts';
import type { Db } from '../db/open.ts';
import { all, q } from '../db/query.ts';

/** What a preview was made of; either part changes when what it stands for does. */
export type Fingerprint = { calendar: string; clocks: string };

/** Of the calendar as it stood before the edit. */
export function calendarPrint(db: Db): string {
  const years = all(db, q.selectFrom('calendar_years').selectAll().orderBy('year'));
  const days = all(db, q.selectFrom('calendar_days').selectAll().orderBy('day'));
  return hashOf([...years, ...days].map((row) => Object.values(row).join()));
}

/** Of every limit that would move, start or get lost. */
export function clocksPrint({ moved, starting, beyond }: Reckoning): string {
  const lines = [
    ...moved.map(({ id, due_at, to }) => `${id} ${due_at} ${to}`),
    ...starting.map(({ case_id, assignment_id, kind, to }) => `${case_id} ${assignment_id} ${kind} ${to}`),
    ...beyond.map(({ case_id, year }) => `${case_id} ${year}`),
  ];
  return hashOf(lines.sort());
}

function hashOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('base64url').slice(0, 22);
}
