import { exactTime } from '../calendar/words.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { nextLine } from './chain-queries.ts';
import { lastCheck } from './check.ts';

/** Asked for by whoever may read no log: what is malformed there must not keep them from an answer. */
const REMARK = `SELECT max(at) FROM audit_log WHERE act = 'audit_noted' AND at > ?
  AND CASE WHEN json_valid(detail) THEN detail ->> 'line' END = ?`;

/**
 * When an auditor last remarked on the line where the log was found broken, epoch ms; null where nobody did since it was
 * last found whole. The log stays broken: that somebody has looked into it is all that is said.
 */
export function remarkedAt(db: Db): number | null {
  const last = lastCheck(db);
  const line = last?.fault && nextLine(db, last.fault.id);
  if (!line) return null;
  return prepared(db, REMARK)
    .pluck()
    .get(last.good?.at ?? 0, line.id) as number | null;
}

/** "，审计员已于 2026-11-24 09:00 批注"; nothing where nobody did. */
export function sayRemarked(db: Db): string {
  const at = remarkedAt(db);
  return at === null ? '' : `，审计员已于 ${exactTime(at)} 批注`;
}
