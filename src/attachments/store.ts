import { createHash, type Hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Db } from '../db/open.ts';
import { first, prepared, q, run, transact } from '../db/query.ts';
import { MAX_FILE_BYTES, MOST_FILES } from '../web/body.ts';
import { Expected, Invalid } from '../web/errors.ts';
import type { SentFile } from '../web/spool.ts';
import type { AttachmentRow } from './queries.ts';
import { safeFileName, sniffType } from './sniff.ts';

/** One row of bytes: writing it takes a few milliseconds, so that nobody else's request waits longer (design.md). */
const PART_BYTES = 512 * 1024;

/** Where a file goes: to what somebody is still typing, or straight to a case. `now` is epoch ms. */
export type Place = { by: number | null; now: number } & (
  | { draftKey: string; caseId?: never }
  | { caseId: number; draftKey?: never }
);

/**
 * Stores every file of a form; all are looked at before the first is written.
 * @returns their ids, in order
 * @throws Invalid naming the files that are too large or empty, or when there are too many
 */
export async function storeFiles(db: Db, files: readonly SentFile[], place: Place): Promise<number[]> {
  const faults = files.flatMap((file) => faultOf(file) ?? []);
  if (faults.length > 0) throw new Invalid(faults.join(''), { files: faults.join('') });
  if (files.length > 0 && filesAt(db, end(place)) + files.length > MOST_FILES) throw tooMany();
  // Before anything is waited for: the form may be sent meanwhile.
  const sentBefore = lastSent(db, place)?.event_id ?? 0;
  // What the disk did not take is told before anything is stored.
  for (const file of files) await file.slice(0, 0).arrayBuffer();
  const ids: number[] = [];
  for (const file of files) ids.push(await storeOne(db, { file, ...place }, sentBefore));
  return ids;
}

function tooMany(): Invalid {
  const message = `每次最多附 ${MOST_FILES} 个文件，请减少后再试。`;
  return new Invalid(message, { files: message });
}

/**
 * Stores one file part by part, each in its own short transaction, and lets other requests in between. Until its
 * last part is written the file hangs on nothing and is seen by nobody; a crash leaves it so, for removal.
 * The same file sent twice to the same place is kept once.
 * @throws Invalid when it is too large or empty
 */
export async function storeFile(db: Db, { file, ...place }: { file: SentFile } & Place): Promise<number> {
  const [id] = await storeFiles(db, [file], place);
  if (id === undefined) throw new Error('one file has one id');
  return id;
}

/** @param sentBefore the event of the same form that was there before the upload began; 0 for none */
async function storeOne(db: Db, given: { file: SentFile } & Place, sentBefore: number): Promise<number> {
  const id = begin(db, given);
  try {
    const hash = await writeParts(db, id, given.file);
    return complete(db, id, hash.digest('hex'), given, sentBefore);
  } catch (error) {
    run(db, q.deleteFrom('attachments').where('id', '=', id));
    throw error;
  }
}

/** What a crash in the middle of an upload left behind, when it is older than an hour. @returns how many went */
export function removeHalfUploads(db: Db, now: number): number {
  const { changes } = run(
    db,
    q
      .deleteFrom('attachments')
      .where('case_id', 'is', null)
      .where('draft_key', 'is', null)
      .where('uploaded_at', '<', now - 3_600_000),
  );
  return changes;
}

function faultOf(file: SentFile): string | null {
  const name = safeFileName(file.name);
  if (file.size > MAX_FILE_BYTES) {
    const megabytes = Math.ceil(file.size / 1024 / 1024);
    return `文件“${name}”约 ${megabytes} MB，超过每个 20 MB 的上限，没有保存。请压缩或分段后重新选择。`;
  }
  return file.size === 0 ? `文件“${name}”是空的，没有保存。请重新选择。` : null;
}

/** Where a file hangs in the end: on a form still being typed, or on a case and what happened there. */
type End = Pick<AttachmentRow, 'case_id' | 'event_id' | 'draft_key'>;

function end(place: Place): End {
  return { case_id: place.caseId ?? null, event_id: null, draft_key: place.draftKey ?? null };
}

const SENT = `SELECT id AS event_id, case_id, NULL AS draft_key FROM events
  WHERE form_key = ? AND user_id = ? ORDER BY id DESC LIMIT 1`;

/** The latest act that the person's form has led to, where it was sent. */
function lastSent(db: Db, { draftKey, by }: Place): End | undefined {
  return draftKey === undefined ? undefined : (prepared(db, SENT).get(draftKey, by) as End | undefined);
}

/** How many files there are of the same form. */
function filesAt(db: Db, { draft_key, event_id }: End): number {
  const counted = q.selectFrom('attachments').select((count) => count.fn.countAll<number>().as('files'));
  if (draft_key !== null) return first(db, counted.where('draft_key', '=', draft_key))?.files ?? 0;
  return event_id === null ? 0 : (first(db, counted.where('event_id', '=', event_id))?.files ?? 0);
}

function begin(db: Db, given: { file: SentFile } & Place): number {
  return run(
    db,
    q.insertInto('attachments').values({
      case_id: null,
      draft_key: null,
      event_id: null,
      name: safeFileName(given.file.name),
      type: 'application/octet-stream',
      size: given.file.size,
      sha256: '',
      uploaded_by: given.by,
      uploaded_at: given.now,
    }),
  ).id;
}

const ADD_PART = 'INSERT INTO attachment_parts (attachment_id, part, bytes) VALUES (?, ?, ?)';

async function writeParts(db: Db, id: number, file: SentFile): Promise<Hash> {
  const hash = createHash('sha256');
  for (let part = 0; part * PART_BYTES < file.size; part++) {
    const piece = file.slice(part * PART_BYTES, (part + 1) * PART_BYTES);
    const bytes = Buffer.from(await piece.arrayBuffer());
    hash.update(bytes);
    await setImmediate();
    prepared(db, ADD_PART).run(id, part, bytes);
    await setImmediate();
  }
  return hash;
}

const FIRST_PART = 'SELECT bytes FROM attachment_parts WHERE attachment_id = ? AND part = 0';

/** The last step makes it visible. A file slower than its own form goes where the form went; its key is dead. */
function complete(
  db: Db,
  id: number,
  sha256: string,
  given: { file: SentFile } & Place,
  sentBefore: number,
): number {
  return transact(db, () => {
    const sent = lastSent(db, given);
    const where = sent && (sent.event_id ?? 0) > sentBefore ? sent : end(given);
    const twin = sameFile(db, sha256, given.file, where);
    if (twin !== undefined) {
      run(db, q.deleteFrom('attachments').where('id', '=', id));
      return twin;
    }
    // Several uploads at once each found room when they began.
    if (filesAt(db, where) >= MOST_FILES) throw tooMany();
    const head = prepared(db, FIRST_PART).pluck().get(id) as Buffer;
    const { type } = sniffType(head, given.file.name);
    const { changes } = run(
      db,
      q
        .updateTable('attachments')
        .set({ type, sha256, ...where })
        .where('id', '=', id),
    );
    if (changes === 0) throw new Expected(409, '上传时间过长，文件没有保存。请重新选择文件。');
    return id;
  });
}

function sameFile(db: Db, sha256: string, file: SentFile, where: End): number | undefined {
  const twins = q
    .selectFrom('attachments')
    .select('id')
    .where('sha256', '=', sha256)
    .where('name', '=', safeFileName(file.name));
  if (where.draft_key !== null) return first(db, twins.where('draft_key', '=', where.draft_key))?.id;
  const there = twins.where('case_id', '=', where.case_id);
  return first(db, where.event_id === null ? there : there.where('event_id', '=', where.event_id))?.id;
}
