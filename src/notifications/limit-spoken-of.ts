import { CLOCKS, type ClockKind } from '../cases/states.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { type OccasionCode, occasionOf } from './occasions.ts';

/** A limit that runs goes before one that has been met. */
const LIMIT = `SELECT due_at FROM clocks WHERE case_id = @caseId AND kind = @kind
    AND (assignment_id IS NULL OR @assignmentId IS NULL OR assignment_id = @assignmentId)
  ORDER BY (met_at IS NULL AND stopped_at IS NULL) DESC, id DESC LIMIT 1`;

const DUTIES = Object.entries(CLOCKS)
  .flatMap(([kind, { duty, of }]) => (duty && of === 'assignment' ? [`'${kind}'`] : []))
  .join(', ');
/** What an agency has to do first: to sign before it replies. */
const NEAREST = `SELECT min(due_at) FROM clocks WHERE case_id = ? AND assignment_id = ? AND met_at IS NULL AND stopped_at IS NULL
  AND kind IN (${DUTIES})`;
const TO_DO_NOW: ReadonlySet<OccasionCode> = new Set(['pressed', 'return_refused']);

/** The limit that a message of an occasion speaks of (epoch ms), where no clock is at hand; null for none. */
export function limitSpokenOf(
  db: Db,
  occasion: OccasionCode,
  caseId: number,
  assignmentId: number | null,
): number | null {
  if (TO_DO_NOW.has(occasion)) {
    const nearest = prepared(db, NEAREST).pluck().get(caseId, assignmentId);
    if (typeof nearest === 'number') return nearest;
  }
  const found = prepared(db, LIMIT)
    .pluck()
    .get({ caseId, assignmentId, kind: clockOf(occasion) });
  return typeof found === 'number' ? found : null;
}

/** Acts speak of the reply, those of a supervision of its rectification. */
function clockOf(occasion: OccasionCode): ClockKind {
  const { at } = occasionOf(occasion);
  if ('clock' in at) return at.clock;
  return occasion === 'rectify_again' || occasion === 'released' ? 'supervision' : 'reply';
}
