import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';

/** `at` (epoch ms): when it went out; null while it waits. */
export type CodeSent = { at: number | null };

const SENT = `SELECT sent_at AS at FROM messages
  WHERE case_id = ? AND recipient = 'citizen' AND occasion IN ('citizen_accepted', 'citizen_answered')
    AND medium = 'sms' AND status IN ('queued', 'sending', 'uncertain', 'sent', 'delivered')
  ORDER BY sent_at IS NULL, id DESC LIMIT 1`;

/** The SMS that tells the citizen number and code; null where there is none that could arrive. */
export function codeSent(db: Db, caseId: number): CodeSent | null {
  return (prepared(db, SENT).get(caseId) as CodeSent | undefined) ?? null;
}
