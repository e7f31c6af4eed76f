import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import { keysFor } from '../citizens/key.ts';
import { seal, unseal } from '../citizens/sealing.ts';
import type { Db } from '../db/open.ts';
import { all, first, q, run, transact } from '../db/query.ts';
import type { Schema } from '../db/schema.ts';
import { NotFound } from '../web/errors.ts';
import type { Typed } from '../web/forms.ts';

/** What somebody has typed and not yet sent. `updatedAt` is epoch ms. */
export type Draft = { key: string; form: string; fields: Typed; createdAt: number; updatedAt: number };

/** `sent`: the form of this key was sent already. `locked`: nothing can be sealed for now, nothing was written. */
export type Saved = 'kept' | 'sent' | 'locked';

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
  return rows.flatMap((row) => draftOf(db, row) ?? []);
}

/** A draft of this person's own; undefined where nothing was saved under the key, or cannot be read for now. */
export function findDraft(db: Db, userId: number, key: string): Draft | undefined {
  const row = first(
    db,
    q.selectFrom('drafts').selectAll().where('key', '=', key).where('user_id', '=', userId),
  );
  return row && draftOf(db, row);
}

/**
 * Keeps what is typed, in place of what was kept before under this key. A save that arrives after its form was
 * sent (the last keystroke overtaken by the button) is dropped: the draft would come back as a ghost.
 * @throws NotFound when the key is somebody else's
 */
export function saveDraft(
  db: Db,
  userId: number,
  key: string,
  form: string,
  fields: Typed,
  now: number,
): Saved {
  return transact(db, () => {
    requireOwnKey(db, userId, key);
    if (wasSent(db, key)) return 'sent';
    const sealed = sealedFields(db, key, form, fields);
    if (sealed === null) return 'locked';
    const values = { form, fields: sealed, updated_at: now };
    run(
      db,
      q
        .insertInto('drafts')
        .values({ key, user_id: userId, created_at: now, ...values })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(values)),
    );
    return 'kept';
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

type Row = Selectable<Schema['drafts']>;

function draftOf(db: Db, row: Row): Draft | undefined {
  const fields = openFields(db, row);
  return (
    fields && {
      key: row.key,
      form: row.form,
      fields,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }
  );
}

/** Forms in which the hotline or an agency writes of a citizen. */
const OF_CITIZENS = /^(intake$|case\/)/;

/**
 * Q-A7: nobody knows yet whether what is being typed will be confidential, so every draft is sealed. Without the key
 * such forms are not kept; others hold nothing of a citizen.
 */
function sealedFields(db: Db, key: string, form: string, fields: Typed): string | null {
  const keys = keysFor(db);
  const text = JSON.stringify(fields);
  if (keys) return JSON.stringify(seal(keys, text, placeOf(key)).toString('base64'));
  return OF_CITIZENS.test(form) ? null : text;
}

/** A JSON text is sealed, a JSON object stands open. */
function openFields(db: Db, row: Row): Typed | undefined {
  const stored = JSON.parse(row.fields) as Typed | string;
  if (typeof stored !== 'string') return stored;
  const keys = keysFor(db);
  const text = keys && unseal(keys, Buffer.from(stored, 'base64'), placeOf(row.key));
  return text === null ? undefined : (JSON.parse(text) as Typed);
}

function placeOf(key: string): string {
  return `draft ${key}`;
}
