import type { AssignmentRow } from '../cases/rows.ts';
import { writeSystemEvent } from '../cases/system-event.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { DueMoment, Running } from './moments.ts';
import { isFromStart, occasionOf } from './occasions.ts';
import { agencyPost } from './recipient-queries.ts';
import type { Recipient } from './recipients.ts';

const COUNT_ASSIGNMENT = 'UPDATE assignments SET pressed = pressed + 1 WHERE id = ?';
const COUNT_CASE = 'UPDATE cases SET pressed = pressed + 1 WHERE id = ? RETURNING pressed';

const COUNTED = `SELECT 1 FROM events WHERE case_id = @caseId AND assignment_id = @assignmentId AND act = 'auto_press'
  AND detail ->> 'rule' = @rule AND detail ->> 'stage' = @stage AND detail ->> 'limit' = @limit`;

/**
 * G-F1: a reminder that presses the agency counts beside the presses by hand, and both sides read it. It counts once,
 * whoever hears of it later.
 */
export function countPress(
  db: Db,
  assignment: AssignmentRow,
  { rule, stage }: DueMoment,
  clock: Running,
  told: readonly Recipient[],
  now: number,
): void {
  const { id: assignmentId, case_id: caseId } = assignment;
  const detail = {
    ...{ rule: rule.code, stage },
    limit: isFromStart(rule.occasion) ? clock.started_at : clock.due_at,
  };
  if (prepared(db, COUNTED).get({ caseId, assignmentId, ...detail }) !== undefined) return;
  prepared(db, COUNT_ASSIGNMENT).run(assignmentId);
  const count = prepared(db, COUNT_CASE).pluck().get(caseId);
  const names = [...new Set(told.map(({ name }) => name))].join('、');
  const why = `第 ${count} 次，催办${agencyPost(db, assignment.agency_id)?.short_name ?? ''}（${occasionOf(rule.occasion).name}），已向${names}发出提醒。`;
  writeSystemEvent(db, { caseId, assignmentId, act: 'auto_press', why, detail }, now);
}
