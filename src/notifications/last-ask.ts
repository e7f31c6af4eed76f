import type { AssignmentRow } from '../cases/rows.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Limits } from '../presets/types.ts';
import { answersCitizen } from '../rules/facts.ts';

const ASKED = `SELECT sum(status = 'granted') AS granted, sum(status IN ('asked', 'agreed')) AS open
  FROM extensions WHERE assignment_id = ?`;

/** Q-D8: whether this agency could still ask for an extension: the lead, with one left and none asked for. */
export function mayStillAsk(db: Db, assignment: AssignmentRow, limits: Limits): boolean {
  if (!answersCitizen(assignment.role)) return false;
  if (assignment.status !== 'unsigned' && assignment.status !== 'signed') return false;
  const asked = prepared(db, ASKED).get(assignment.id) as { granted: number | null; open: number | null };
  return (asked.granted ?? 0) < limits.extensionsAllowed && (asked.open ?? 0) === 0;
}
