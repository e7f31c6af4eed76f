import { caseById } from '../cases/case-queries.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { MessageRow, MessageStatus } from '../outbox/message.ts';
import { smsParts } from '../outbox/sms-parts.ts';
import { policyAt } from '../policy/policy.ts';
import { TELLING } from './placeholders.ts';
import { assignmentById } from './remind-queries.ts';
import { type Rendered, renderRule } from './render.ts';
import { rulesInForce } from './rules-in-force.ts';

const OF_CASE = 'SELECT * FROM messages WHERE case_id = ?';
const REPLACE = `UPDATE messages SET subject = @subject, text = @text, html = '', facts = @facts, parts = @parts
  WHERE id = @id`;

/** What has been said already is not put into other words. */
const SAID: ReadonlySet<MessageStatus> = new Set(['sent', 'delivered', 'phoned']);
const HIDDEN: Rendered = { subject: '', text: '内容已隐去：工单已转为保密', facts: {} };

/**
 * Q-A7: a case becomes confidential, and its messages said what it is about. What may still go out is written anew, of
 * the rest the words are taken away. In the caller's transaction, after the case was changed.
 */
export function hideHeadline(db: Db, caseId: number, now: number): void {
  for (const message of (prepared(db, OF_CASE).all(caseId) as MessageRow[]).filter(tells)) {
    const { subject, text, facts } = SAID.has(message.status) ? HIDDEN : anew(db, message, now);
    const parts = message.medium === 'sms' ? smsParts(text) : 0;
    prepared(db, REPLACE).run({ id: message.id, subject, text, facts: JSON.stringify(facts), parts });
  }
}

function tells({ facts }: MessageRow): boolean {
  return [...TELLING].some((name) => facts.includes(`"${name}":`));
}

function anew(db: Db, message: MessageRow, now: number): Rendered {
  const rule = rulesInForce(db, now).code.get(message.rule);
  if (!rule || message.case_id === null) return HIDDEN;
  const { assignment_id, clock_id, due_version, not_before } = message;
  return renderRule(db, rule, {
    case: caseById(db, message.case_id),
    assignment: assignment_id === null ? null : (assignmentById(db, assignment_id) ?? null),
    clock: clock_id === null ? null : { due_at: due_version },
    policy: policyAt(db, now),
    now: Math.max(not_before, now),
  });
}
