import { randomUUID } from 'node:crypto';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Medium } from './message.ts';
import { smsParts } from './sms-parts.ts';

export type NewMessage = {
  medium: Medium;
  /** Code of the reminder rule, or 'digest', 'alarm', 'test'. */
  rule: string;
  occasion: string;
  audience: string;
  /** user:12, agency:3, contact:..., citizen */
  recipient: string;
  recipientName: string;
  /** '' of citizens: looked up when it is sent, never kept (Q-A7). */
  address: string;
  caseId: number | null;
  assignmentId: number | null;
  clockId: number | null;
  /** Which of the rule's several: the day of a daily one, the event of an act. */
  stage: number;
  /** The limit it speaks of, epoch ms; 0 for none. */
  dueVersion: number;
  urgent: boolean;
  subject: string;
  text: string;
  html?: string;
  facts: Readonly<Record<string, string>>;
  /** Epoch ms. */
  notBefore: number;
};

/**
 * Cancelled by the system before it was ever sent, as no longer true: where it has become true again, it is written
 * anew. What a person cancelled stays so, and what a digest has told is told.
 */
export const UNTRUE_FOR_A_TIME = `(status = 'cancelled' AND ended_by IS NULL AND sent_at IS NULL AND attempts = 0
  AND note NOT LIKE '%并入每日汇总')`;

const INSERT = `INSERT INTO messages (uid, medium, rule, occasion, audience, recipient, recipient_name, address,
    case_id, assignment_id, clock_id, stage, due_version, urgent, subject, text, html, facts, parts, status, not_before,
    created_at)
  VALUES (@uid, @medium, @rule, @occasion, @audience, @recipient, @recipientName, @address, @caseId, @assignmentId,
    @clockId, @stage, @dueVersion, @urgent, @subject, @text, @html, @facts, @parts, @status, @notBefore, @now)
  ON CONFLICT (coalesce(case_id, 0), coalesce(assignment_id, 0), rule, stage, due_version, recipient, medium) DO UPDATE
  SET status = excluded.status, recipient_name = excluded.recipient_name, address = excluded.address,
    clock_id = excluded.clock_id, urgent = excluded.urgent, subject = excluded.subject, text = excluded.text,
    html = excluded.html, facts = excluded.facts, parts = excluded.parts, not_before = excluded.not_before,
    created_at = excluded.created_at, note = '', ended_at = NULL
  WHERE ${UNTRUE_FOR_A_TIME} RETURNING id`;

/**
 * X-F1: writes a message into the outbox, in the transaction of the state that it speaks of. Each is written once for
 * its case, assignment, rule, stage, limit, recipient and medium.
 * @returns its id, or null where it was written before
 */
export function enqueue(db: Db, message: NewMessage, now: number): number | null {
  const id = prepared(db, INSERT)
    .pluck()
    .get({
      ...message,
      uid: randomUUID(),
      urgent: message.urgent ? 1 : 0,
      html: message.html ?? '',
      facts: JSON.stringify(message.facts),
      parts: message.medium === 'sms' ? smsParts(message.text) : 0,
      status: message.medium === 'phone' ? 'to_phone' : 'queued',
      now,
    });
  return typeof id === 'number' ? id : null;
}
