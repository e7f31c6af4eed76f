import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';

export type SystemEvent = {
  caseId: number;
  assignmentId: number | null;
  act: string;
  why: string;
  detail?: Record<string, unknown>;
};

const EVENT = `INSERT INTO events (case_id, assignment_id, at, who, act, why, detail) VALUES (?, ?, ?, '系统', ?, ?, ?)`;
const SEEN = 'UPDATE cases SET last_event_at = ?, last_act = ? WHERE id = ?';

/** Puts on the record what the system did of itself beside the course of a case; in the caller's transaction. */
export function writeSystemEvent(db: Db, event: SystemEvent, now: number): void {
  const { caseId, assignmentId, act, why, detail = {} } = event;
  prepared(db, EVENT).run(caseId, assignmentId, now, act, why, JSON.stringify(detail));
  prepared(db, SEEN).run(now, act, caseId);
}
