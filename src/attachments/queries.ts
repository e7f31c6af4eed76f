import { setImmediate } from 'node:timers/promises';
import type { Selectable } from 'kysely';
import { sightOf } from '../cases/visible.ts';
import type { Db } from '../db/open.ts';
import { all, first, prepared, q, run } from '../db/query.ts';
import type { Schema } from '../db/schema.ts';
import type { Actor } from '../people/actor.ts';
import { identityView } from '../rules/confidentiality.ts';

export type AttachmentRow = Selectable<Schema['attachments']>;

/**
 * The files of a case, oldest first. Q-A7: whoever may not know the citizen gets those alone that agencies added;
 * a citizen's own photo or letter tells who they are, its name already may.
 */
export function filesOfCase(db: Db, caseId: number, who: { hideCitizens: boolean }): AttachmentRow[] {
  if (who.hideCitizens) return prepared(db, FILES_OF_AGENCIES).all(caseId) as AttachmentRow[];
  return all(db, q.selectFrom('attachments').selectAll().where('case_id', '=', caseId).orderBy('id'));
}

/** What came with an agency's work on its assignment, or with what it wrote on the case itself. */
const FILES_OF_AGENCIES = `SELECT f.* FROM attachments f JOIN events e ON e.id = f.event_id
  WHERE f.case_id = ? AND (e.assignment_id IS NOT NULL OR e.detail ->> '$.by' = 'agency')
  ORDER BY f.id`;

/** The files that hang on a form which is still being typed, oldest first. */
export function filesOfDraft(db: Db, key: string): AttachmentRow[] {
  return all(db, q.selectFrom('attachments').selectAll().where('draft_key', '=', key).orderBy('id'));
}

/** Gives the files of a sent form to its case and event, inside the caller's transaction. @returns how many */
export function linkFiles(db: Db, draftKey: string, caseId: number, eventId: number): number {
  const values = { case_id: caseId, event_id: eventId, draft_key: null };
  return run(db, q.updateTable('attachments').set(values).where('draft_key', '=', draftKey)).changes;
}

/** Takes a file back from what its sender is still typing. @returns false when there is no such file of theirs */
export function removeDraftFile(db: Db, userId: number, key: string, id: number): boolean {
  const mine = q.deleteFrom('attachments').where('id', '=', id).where('draft_key', '=', key);
  return run(db, mine.where('uploaded_by', '=', userId)).changes > 0;
}

/** The file, when the person sees its case whole and it among its files, or is still typing the form it hangs on. */
export function visibleFile(db: Db, actor: Actor, id: number): AttachmentRow | undefined {
  const file = first(db, q.selectFrom('attachments').selectAll().where('id', '=', id));
  if (!file) return undefined;
  if (file.case_id === null)
    return file.draft_key !== null && file.uploaded_by === actor.id ? file : undefined;
  const given = first(db, q.selectFrom('cases').selectAll().where('id', '=', file.case_id));
  if (!given || sightOf(db, actor, given) !== 'whole') return undefined;
  const hideCitizens = identityView(given.confidential === 1, actor.roles) === 'hidden';
  return filesOfCase(db, given.id, { hideCitizens }).find((each) => each.id === id);
}

const HEAD = 'SELECT substr(bytes, 1, 4096) FROM attachment_parts WHERE attachment_id = ? AND part = 0';

/** The beginning of a file, enough to tell what it is. */
export function headOf(db: Db, id: number): Uint8Array {
  return (prepared(db, HEAD).pluck().get(id) as Buffer | undefined) ?? new Uint8Array();
}

const LENGTHS =
  'SELECT part, length(bytes) AS length FROM attachment_parts WHERE attachment_id = ? ORDER BY part';
const PART = 'SELECT bytes FROM attachment_parts WHERE attachment_id = ? AND part = ?';

/**
 * The bytes from `from` to `to` (inclusive), read a part at a time as fast as they are taken. Where a part is missing
 * the stream fails: what is there is not the file.
 */
export function bytesOf(db: Db, id: number, from: number, to: number): ReadableStream<Uint8Array> {
  const parts = prepared(db, LENGTHS).all(id) as { part: number; length: number }[];
  let start = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(stream) {
        // A fast reader would otherwise keep everybody else waiting until it is through.
        await setImmediate();
        for (let next = parts.shift(); next; next = parts.shift()) {
          const end = start + next.length;
          const wanted = [Math.max(from - start, 0), Math.min(to + 1 - start, next.length)] as const;
          start = end;
          if (wanted[0] >= wanted[1]) continue;
          const bytes = prepared(db, PART).pluck().get(id, next.part) as Buffer;
          return stream.enqueue(bytes.subarray(...wanted));
        }
        if (start <= to) throw new Error(`file ${id} has only ${start} bytes`);
        stream.close();
      },
    },
    // Nothing is read before somebody asks for it: not for a HEAD, not after the last reader left.
    { highWaterMark: 0 },
  );
}
