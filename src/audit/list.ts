import { type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import { addDays } from '../calendar/days.ts';
import { startOfDay } from '../calendar/local-time.ts';
import type { Db } from '../db/open.ts';
import { all, first, prepared, q } from '../db/query.ts';
import type { Schema } from '../db/schema.ts';
import type { Audited } from './audit.ts';

export type AuditFilter = {
  /** Part of who did it or whom it concerned. */
  person: string;
  /** Part of anything it says. */
  text: string;
  /** The beginning of the address it came from. */
  ip: string;
  act: Audited | null;
  /** Local days, both included. */
  from: string | null;
  to: string | null;
};

/** A page after or before a line's id; neither: the newest. */
export type AuditPlace = { before: number | null; after: number | null };

const LINES_A_PAGE = 50;

/** Words have no index: a search reads so many lines at most, the newest of those that act and days leave. */
export const LINES_SEARCHED = 20_000;

/**
 * One page of the audit log, newest first, and the places of its neighbours where there are any.
 * However long the log is, it reads the lines it shows, or LINES_SEARCHED where a text is looked for.
 */
export function listAudit(db: Db, filter: AuditFilter, place: AuditPlace): AuditPage {
  const forward = place.after !== null;
  const beyond = searches(filter) ? firstUnsearched(db, filter) : undefined;
  let query = holding(chosen(filter).selectAll(), filter);
  if (beyond) query = query.where(newerThan(beyond));
  const [after, before] = [lineAt(db, place.after), lineAt(db, place.before)];
  if (after) query = query.where(newerThan(after));
  if (before) query = query.where(olderThan(before));
  const direction = forward ? 'asc' : 'desc';
  const found = all(
    db,
    query
      .orderBy('at', direction)
      .orderBy('id', direction)
      .limit(LINES_A_PAGE + 1),
  );
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
    cutOff: beyond !== undefined,
  };
}

const SAID = 'SELECT 1 FROM audit_log WHERE act = ? AND at >= ? AND user_id = ? AND detail = ? LIMIT 1';

/** Whether somebody is known to have done this since then (epoch ms). */
export function isAudited(
  db: Db,
  { userId, act, detail }: { userId: number; act: Audited; detail: Record<string, unknown> },
  since: number,
): boolean {
  return prepared(db, SAID).get(act, since, userId, JSON.stringify(detail)) !== undefined;
}

/** What the indexes find: an act, days. */
export function chosen({ act, from, to }: AuditFilter) {
  let query = q.selectFrom('audit_log');
  if (act) query = query.where('act', '=', act);
  if (from) query = query.where('at', '>=', startOfDay(from));
  if (to) query = query.where('at', '<', startOfDay(addDays(to, 1)));
  return query;
}

type Line = { at: number; id: number };

/** The newest line that a search no longer reads. */
function firstUnsearched(db: Db, filter: AuditFilter): Line | undefined {
  const newest = chosen(filter).select(['at', 'id']).orderBy('at', 'desc').orderBy('id', 'desc');
  return first(db, newest.limit(1).offset(LINES_SEARCHED));
}

function lineAt(db: Db, id: number | null): Line | undefined {
  return id === null
    ? undefined
    : first(db, q.selectFrom('audit_log').select(['at', 'id']).where('id', '=', id));
}

function searches({ person, text, ip }: AuditFilter): boolean {
  return `${person}${text}${ip}` !== '';
}

/** What no index finds. */
export function holding<Selected>(
  query: SelectQueryBuilder<Schema, 'audit_log', Selected>,
  { person, text, ip }: AuditFilter,
) {
  let left = query;
  if (person !== '') left = left.where(holds(person, ['who', 'subject']));
  if (text !== '') left = left.where(holds(text, ['who', 'subject', 'detail']));
  if (ip !== '') left = left.where(sql<boolean>`instr(ip, ${ip}) = 1`);
  return left;
}

function holds(text: string, columns: readonly string[]) {
  const found = columns.map((column) => sql`instr(${sql.ref(column)}, ${text}) > 0`);
  return sql<boolean>`(${sql.join(found, sql` OR `)})`;
}

function newerThan({ at, id }: Line) {
  return sql<boolean>`(at, id) > (${at}, ${id})`;
}

function olderThan({ at, id }: Line) {
  return sql<boolean>`(at, id) < (${at}, ${id})`;
}

export type AuditLine = Selectable<Schema['audit_log']>;

export type AuditPage = {
  lines: AuditLine[];
  newer: number | null;
  older: number | null;
  /** There are older lines that were not searched for the text. */
  cutOff: boolean;
};
