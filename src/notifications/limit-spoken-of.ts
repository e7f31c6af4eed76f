import type { ClockKind } from '../cases/states.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { type OccasionCode, occasionOf } from './occasions.ts';

/** A limit that runs goes before one that has been met. */
const LIMIT = `SELECT due_at FROM clocks WHERE case_id = @caseId AND kind = @kind
    AND (assignment_id IS NULL OR @assignmentId IS NULL OR assignment_id = @assignmentId)
  ORDER BY (met_at IS NULL AND stopped_at IS NULL) DESC, id DESC LIMIT 1`;

/** The limit that a message of an occasion speaks of (epoch ms), where no clock is at hand; null for none. */
export function limitSpokenOf(
  db: Db,
  occasion: OccasionCode,
  caseId: number,
  assignmentId: number | null,
): number | null {
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
