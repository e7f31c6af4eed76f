import type { Selectable } from 'kysely';
import type { SATISFACTION } from '../cases/acts/call-back.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Schema } from '../db/schema.ts';

export type Satisfaction = keyof typeof SATISFACTION;
export type RatingRow = Omit<Selectable<Schema['ratings']>, 'satisfaction'> & { satisfaction: Satisfaction };

const ALL = 'SELECT * FROM ratings WHERE case_id = ? ORDER BY id DESC';
const LAST = 'SELECT * FROM ratings WHERE case_id = ? AND round = ? ORDER BY id DESC LIMIT 1';

/** Everything a citizen said of the result, newest first. */
export function ratingsOf(db: Db, caseId: number): RatingRow[] {
  return prepared(db, ALL).all(caseId) as RatingRow[];
}

/** What counts of this round: whoever thinks again is taken at the last word. */
export function lastRating(db: Db, given: { id: number; round: number }): RatingRow | undefined {
  return prepared(db, LAST).get(given.id, given.round) as RatingRow | undefined;
}

const DISSATISFIED: ReadonlySet<string> = new Set(['dissatisfied', 'very_dissatisfied']);

export function isDissatisfied({ satisfaction }: Pick<RatingRow, 'satisfaction'>): boolean {
  return DISSATISFIED.has(satisfaction);
}

// Acts beside the course name the state that they leave as it is.
const ANSWERED_AT = `SELECT min(at) FROM events WHERE case_id = @id AND assignment_id IS NULL
  AND from_status <> to_status AND to_status IN ('answered', 'callback', 'closed')
  AND id > coalesce((SELECT max(id) FROM events WHERE case_id = @id AND assignment_id IS NULL
    AND from_status <> to_status AND to_status IN ('accepted', 'dispatched')), 0)`;

/** Since when the citizen has the answer of this round (epoch ms); null before. */
export function answeredAt(db: Db, caseId: number): number | null {
  return prepared(db, ANSWERED_AT).pluck().get({ id: caseId }) as number | null;
}
