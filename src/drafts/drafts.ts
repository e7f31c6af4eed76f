import { randomBytes } from 'node:crypto';
import type { Db } from '../db/open.ts';
import { all, first, q, run, transact } from '../db/query.ts';
import { NotFound } from '../web/errors.ts';
import type { Typed } from '../web/forms.ts';

/** What somebody has typed and not yet sent. `updatedAt` is epoch ms. */
export type Draft = { key: string; form: string; fields: Typed; createdAt: number; updatedAt: number };

const NOT_YOURS = '没有找到这份草稿，或它属于其他人。';

/**
 * The person's latest draft of a form, or a new random key with nothing typed; writes nothing.
 * The key also marks the form when it is sent, so that a form sent twice acts once.
 */
export function openDraft(
  db: Db,
  userId: number,
  form: string,
): { key: string; fields: Typed; updatedAt: number | null } {
  const [latest] = draftsOf(db, userId, form, 1);
  return latest ?? { key: newDraftKey(), fields: {}, updatedAt: null };
}

/** The person's drafts of a form, newest first. */
export function draftsOf(db: Db, userId: number, form: string, limit = 20): Draft[] {
  const rows = all(
    db,
    q
      .selectFrom('drafts')
      .selectAll()
      .where('user_id', '=', userId)
      .where('form', '=', form)
      .orderBy('updated_at', 'desc')
      .limit(limit),
  );
  return rows.map(draftOf);
}

/** A draft of this person's own; undefined where nothing was saved under the key. */
export function findDraft(db: Db, userId: number, key: string): Draft | undefined {
  const row = first(
    db,
    q.selectFrom('drafts').selectAll().where('key', '=', key).where('user_id', '=', userId),
  );
  return row && draftOf(row);
}

/**
 * Keeps what is typed, in place of what was kept before under this key. A save that arrives after its form was
 * sent (the last keystroke overtaken by the button) is dropped: the draft would come back as a ghost.
 * @returns whether it was kept
 * @throws NotFound when the key is somebody else's
 */
export function saveDraft(
  db: Db,
  userId: number,
  key: string,
  form: string,
  fields: Typed,
  now: number,
): boolean {
  return transact(db, () => {
    requireOwnKey(db, userId, key);
    if (wasSent(db, key)) return false;
    const values = { form, fields: JSON.stringify(fields), updated_at: now };
    run(
      db,
      q
        .insertInto('drafts')
        .values({ key, user_id: userId, created_at: now, ...values })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(values)),
    );
    return true;
  });
}

/** Forgets a draft whose form was sent; its files have gone with the form. */
export function dropDraft(db: Db, key: string): void {
  run(db, q.deleteFrom('drafts').where('key', '=', key));
}

/** Throws away an own draft with the files that hang on it. @throws NotFound when the key is somebody else's */
export function discardDraft(db: Db, userId: number, key: string): void {
  transact(db, () => {
    requireOwnKey(db, userId, key);
    run(db, q.deleteFrom('attachments').where('draft_key', '=', key).where('uploaded_by', '=', userId));
    dropDraft(db, key);
  });
}

/** Removes what nobody has touched for so many days, with its files. @returns how many drafts went */
export function removeOldDrafts(db: Db, now: number, days: number): number {
  const before = now - days * 86_400_000;
  return transact(db, () => {
    const { changes } = run(db, q.deleteFrom('drafts').where('updated_at', '<', before));
    const kept = q.selectFrom('drafts').select('key');
    run(
      db,
      q
        .deleteFrom('attachments')
        .where('draft_key', 'is not', null)
        .where('draft_key', 'not in', kept)
        .where('uploaded_at', '<', before),
    );
    return changes;
  });
}

/** @throws NotFound when the key belongs to somebody else; a key nobody has used yet is anybody's */
export function requireOwnKey(db: Db, userId: number, key: string): void {
  const owner = first(db, q.selectFrom('drafts').select('user_id').where('key', '=', key))?.user_id;
  if (!isDraftKey(key) || (owner !== undefined && owner !== userId)) throw new NotFound(NOT_YOURS);
}

export function newDraftKey(): string {
  return randomBytes(16).toString('base64url');
}

export function isDraftKey(text: string): boolean {
  return /^[\w-]{16,64}$/.test(text);
}

function wasSent(db: Db, key: string): boolean {
  const asCase = first(db, q.selectFrom('cases').select('id').where('intake_key', '=', key));
  return (
    asCase !== undefined ||
    first(db, q.selectFrom('events').select('id').where('form_key', '=', key)) !== undefined
  );
}

function draftOf(row: {
  key: string;
  form: string;
  fields: string;
  created_at: number;
  updated_at: number;
}): Draft {
  return {
    key: row.key,
    form: row.form,
    fields: JSON.parse(row.fields) as Typed,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
