import { createHash, type Hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Db } from '../db/open.ts';
import { first, prepared, q, run, transact } from '../db/query.ts';
import { MAX_FILE_BYTES } from '../web/body.ts';
import { Expected, Invalid } from '../web/errors.ts';
import { safeFileName, sniffType } from './sniff.ts';

/** One row of bytes: writing it takes a few milliseconds, so that nobody else's request waits longer (design.md). */
export const PART_BYTES = 512 * 1024;
const MOST_FILES = 20;

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
export async function storeFiles(db: Db, files: readonly File[], place: Place): Promise<number[]> {
  const faults = files.flatMap((file) => faultOf(file) ?? []);
  if (faults.length > 0) throw new Invalid(faults.join(''), { files: faults.join('') });
  if (files.length > 0 && filesAt(db, place) + files.length > MOST_FILES) {
    const message = `每次最多附 ${MOST_FILES} 个文件，请减少后再试。`;
    throw new Invalid(message, { files: message });
  }
  const ids: number[] = [];
  for (const file of files) ids.push(await storeFile(db, { file, ...place }));
  return ids;
}

/**
 * Stores one file part by part, each in its own short transaction, and lets other requests in between. Until its
 * last part is written the file hangs on nothing and is seen by nobody; a crash leaves it so, for removal.
 * The same file sent twice to the same place is kept once.
 * @throws Invalid when it is too large or empty
 */
export async function storeFile(db: Db, given: { file: File } & Place): Promise<number> {
  const fault = faultOf(given.file);
  if (fault) throw new Invalid(fault, { files: fault });
  const id = begin(db, given);
  try {
    const hash = await writeParts(db, id, given.file);
    return complete(db, id, hash.digest('hex'), given);
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

function faultOf(file: File): string | null {
  const name = safeFileName(file.name);
  if (file.size > MAX_FILE_BYTES) {
    const megabytes = Math.ceil(file.size / 1024 / 1024);
    return `文件“${name}”约 ${megabytes} MB，超过每个 20 MB 的上限，没有保存。请压缩或分段后重新选择。`;
  }
  return file.size === 0 ? `文件“${name}”是空的，没有保存。请重新选择。` : null;
}

function filesAt(db: Db, place: Place): number {
  if (place.draftKey === undefined) return 0;
  const counted = q.selectFrom('attachments').select((count) => count.fn.countAll<number>().as('files'));
  return first(db, counted.where('draft_key', '=', place.draftKey))?.files ?? 0;
}

function begin(db: Db, given: { file: File } & Place): number {
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

async function writeParts(db: Db, id: number, file: File): Promise<Hash> {
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

/** The last step makes it visible. */
function complete(db: Db, id: number, sha256: string, given: { file: File } & Place): number {
  return transact(db, () => {
    const twin = sameFile(db, sha256, given);
    if (twin !== undefined) {
      run(db, q.deleteFrom('attachments').where('id', '=', id));
      return twin;
    }
    const head = prepared(db, FIRST_PART).pluck().get(id) as Buffer;
    const { type } = sniffType(head, given.file.name);
    const where = { case_id: given.caseId ?? null, draft_key: given.draftKey ?? null };
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

function sameFile(db: Db, sha256: string, given: { file: File } & Place): number | undefined {
  const twins = q
    .selectFrom('attachments')
    .select('id')
    .where('sha256', '=', sha256)
    .where('name', '=', safeFileName(given.file.name));
  const there =
    given.draftKey === undefined
      ? twins.where('case_id', '=', given.caseId)
      : twins.where('draft_key', '=', given.draftKey);
  return first(db, there)?.id;
}
