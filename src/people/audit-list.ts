import { type Selectable, sql } from 'kysely';
import { addDays } from '../calendar/days.ts';
import { startOfDay } from '../calendar/local-time.ts';
import type { Db } from '../db/open.ts';
import { all, q } from '../db/query.ts';
import type { Schema } from '../db/schema.ts';
import type { Audited } from './audit.ts';

export type AuditFilter = {
  /** Part of who did it or whom it concerned. */
  text: string;
  act: Audited | null;
  /** Local days, both included. */
  from: string | null;
  to: string | null;
};

/** A page after or before a line's id; neither: the newest. */
export type AuditPlace = { before: number | null; after: number | null };

export const LINES_A_PAGE = 50;

/** One page of the audit log, newest first, and the places of its neighbours where there are any. */
export function listAudit(db: Db, filter: AuditFilter, place: AuditPlace): AuditPage {
  const forward = place.after !== null;
  let query = q.selectFrom('audit_log').selectAll();
  const { text, act, from, to } = filter;
  if (text !== '')
    query = query.where(sql<boolean>`(instr(who, ${text}) > 0 OR instr(subject, ${text}) > 0)`);
  if (act) query = query.where('act', '=', act);
  if (from) query = query.where('at', '>=', startOfDay(from));
  if (to) query = query.where('at', '<', startOfDay(addDays(to, 1)));
  if (place.after !== null) query = query.where('id', '>', place.after);
  if (place.before !== null) query = query.where('id', '<', place.before);
  const found = all(db, query.orderBy('id', forward ? 'asc' : 'desc').limit(LINES_A_PAGE + 1));
  const more = found.length > LINES_A_PAGE;
  // Stepping back has reached the top: show a full page from there.
  if (forward && !more) return listAudit(db, filter, { before: null, after: null });
  const lines = forward ? found.slice(0, LINES_A_PAGE).reverse() : found.slice(0, LINES_A_PAGE);
  const hasNewer = forward || place.before !== null;
  const hasOlder = forward || more;
  return {
    lines,
    newer: hasNewer ? (lines[0]?.id ?? null) : null,
    older: hasOlder ? (lines.at(-1)?.id ?? null) : null,
  };
}

export type AuditLine = Selectable<Schema['audit_log']>;

export type AuditPage = { lines: AuditLine[]; newer: number | null; older: number | null };
