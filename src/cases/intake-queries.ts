import { dayOf } from '../calendar/local-time.ts';
import { lineOf } from '../citizens/identity.ts';
import type { Db } from '../db/open.ts';
import { all, first, prepared, q } from '../db/query.ts';
import type { Actor } from '../people/actor.ts';
import { mayKnowConfidential } from '../rules/confidentiality.ts';
import { findSimilar } from '../search/similar.ts';
import type { CaseStatus } from './states.ts';

/** A case in one line beside the intake form. */
export type EarlierCase = {
  id: number;
  number: string;
  headline: string;
  status: CaseStatus;
  agency: string | null;
  received_at: number;
};

const LINE = `SELECT c.id, c.number, c.headline, c.status, c.received_at, a.short_name AS agency
  FROM cases c LEFT JOIN agencies a ON a.id = c.lead_agency_id`;
const OF_LINE = `SELECT case_id FROM citizens WHERE phone <> '' AND phone = @phone
  UNION ALL SELECT case_id FROM citizens WHERE phone_mac IS NOT NULL AND phone_mac = @mac`;
/** Open cases come first: a caller rings most often about what is still going on. */
const OF_CALLER = `${LINE} WHERE c.id IN (${OF_LINE})
  ORDER BY c.queue_rank IS NULL, c.id DESC LIMIT @most`;
const COUNT_OF_CALLER = `SELECT count(*) FROM (${OF_LINE} LIMIT 1001)`;

/**
 * The earlier cases of one line, by its normalised number (X-A1); `total` stops at 1001. Sealed ones too, except for
 * those who may not know whose they are.
 */
export function earlierCases(
  db: Db,
  actor: Actor,
  number: string,
  most = 8,
): { cases: EarlierCase[]; total: number } {
  if (number === '') return { cases: [], total: 0 };
  const line = lineOf(db, number, mayKnowConfidential(actor.roles));
  const cases = prepared(db, OF_CALLER).all({ ...line, most }) as EarlierCase[];
  const total = cases.length < most ? cases.length : Number(prepared(db, COUNT_OF_CALLER).pluck().get(line));
  return { cases, total };
}

const NEWEST = `SELECT rowid FROM case_search WHERE case_search MATCH ? AND rowid > ? ORDER BY rowid DESC LIMIT ?`;
const TEXT = `SELECT headline || char(10) || text FROM cases WHERE id = ?`;
const WITHIN_DAYS = 180;

/** Cases of the last half year that speak of much the same, best first (X-A1). */
export function similarCases(db: Db, text: string, now: number, most = 5): EarlierCase[] {
  // Ids follow the time of receipt (seconds * 1000), so a lower bound of ids is a lower bound of time.
  const since = (Math.floor(now / 1000) - WITHIN_DAYS * 86_400) * 1000;
  const found = findSimilar(
    text,
    {
      newest: (match, limit) => prepared(db, NEWEST).pluck().all(match, since, limit) as number[],
      textOf: (id) => (prepared(db, TEXT).pluck().get(id) as string | undefined) ?? null,
    },
    most,
  );
  return found.flatMap(
    ({ id }) => (prepared(db, `${LINE} WHERE c.id = ?`).get(id) as EarlierCase | undefined) ?? [],
  );
}

/** The case that came from this intake form, when it was sent already. */
export function caseOfIntake(db: Db, key: string): { id: number; number: string } | undefined {
  return first(db, q.selectFrom('cases').select(['id', 'number']).where('intake_key', '=', key));
}

/** The names of today in the calendar (春节, 国庆节), for the greeting of the day (H-A2). */
export function todaysNames(db: Db, now: number): string[] {
  const today = q.selectFrom('calendar_days').select('name').where('day', '=', dayOf(now));
  return all(db, today.where('kind', '=', 'holiday')).map((row) => row.name);
}
