import { createHash } from 'node:crypto';
import { keysFor } from '../citizens/key.ts';
import { keyedHash } from '../citizens/sealing.ts';
import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { typedFields } from '../drafts/keep.ts';
import type { Typed } from '../web/forms.ts';

/** A form that somebody sends: its own key and what it says. */
export type SentForm = {
  key: string;
  act: string;
  typed: Typed /** Unknown while a case is being made. */;
  caseId?: number;
};

const SENT = `SELECT id, case_id, assignment_id FROM events WHERE form_key = ? AND form_hash = ? AND user_id = ?
  AND act = ? AND (? IS NULL OR case_id = ?) ORDER BY id LIMIT 1`;
const USED = 'SELECT case_id FROM events WHERE form_key = ? ORDER BY id LIMIT 1';

/**
 * The event that this very form caused before: same key, same words, same act, same person. Another text under
 * the same key (a second tab) is another form, and is not taken for the first.
 */
export function sentBefore(
  db: Db,
  userId: number,
  form: SentForm,
): { eventId: number; caseId: number; assignmentId: number | null } | undefined {
  const row = prepared(db, SENT).get(
    form.key,
    hashOf(db, form),
    userId,
    form.act,
    form.caseId ?? null,
    form.caseId ?? null,
  ) as { id: number; case_id: number; assignment_id: number | null } | undefined;
  return row && { eventId: row.id, caseId: row.case_id, assignmentId: row.assignment_id };
}

/** The case that a form of this key has led to, whatever it said. */
export function caseOfForm(db: Db, key: string): number | undefined {
  return prepared(db, USED).pluck().get(key) as number | undefined;
}

/** Q-A7: without the key the hash tells nothing; a number is soon guessed from a plain one, all else being known. */
export function hashOf(db: Db, form: SentForm): string {
  const fields = Object.entries(typedFields(form.typed)).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([form.act, fields]);
  const keys = keysFor(db);
  const hash = keys ? keyedHash(keys.form, text) : createHash('sha256').update(text).digest();
  return hash.toString('base64url');
}
