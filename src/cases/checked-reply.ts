import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';

export type CheckedReply = { publicReply: string; handling: string };

const LATEST = `SELECT public_reply AS publicReply, handling FROM replies
  WHERE case_id = ? AND approved_at IS NOT NULL AND public_reply <> '' ORDER BY id DESC LIMIT 1`;

/** What the hotline checks: the latest reply that the agency's leader agreed to, in both its texts. */
export function checkedReplyOf(db: Db, caseId: number): CheckedReply | undefined {
  return prepared(db, LATEST).get(caseId) as CheckedReply | undefined;
}
