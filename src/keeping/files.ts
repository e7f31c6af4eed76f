import type { Db } from '../db/open.ts';
import { prepared, transact } from '../db/query.ts';

/** What a file whose bytes were taken away is called. */
export const REMOVED_NAME = '已按保存期限删除';

/** Of a citizen's photo or letter even the name may say who they are; what agencies added shows their work. */
const OF_CITIZENS = `f.case_id = ? AND NOT EXISTS (SELECT 1 FROM events e WHERE e.id = f.event_id
  AND (e.assignment_id IS NOT NULL OR e.detail ->> '$.by' = 'agency'))`;
const WITH_BYTES = `SELECT f.id FROM attachments f WHERE ${OF_CITIZENS} AND f.removed_at IS NULL`;
const PARTS = 'SELECT part FROM attachment_parts WHERE attachment_id = ? ORDER BY part DESC LIMIT 4';
const DROP = 'DELETE FROM attachment_parts WHERE attachment_id = ? AND part = ?';
const DROP_PREVIEW = 'DELETE FROM attachment_previews WHERE attachment_id = ?';
const EMPTY = `UPDATE attachments SET name = '${REMOVED_NAME}', type = 'application/octet-stream', size = 0, sha256 = '',
  removed_at = ? WHERE id = ?`;

/**
 * Takes the bytes of a citizen's files away, a few parts a step: what is deleted is overwritten, and a large file takes
 * a while. The last step of each file says that it is gone; one broken off is gone on with.
 * @returns how many files
 */
export function* removeFiles(db: Db, caseId: number, now: number): Generator<void, number> {
  const files = prepared(db, WITH_BYTES).pluck().all(caseId) as number[];
  for (const id of files) {
    while (dropParts(db, id) > 0) yield;
    transact(db, () => {
      prepared(db, DROP_PREVIEW).run(id);
      prepared(db, EMPTY).run(now, id);
    });
    yield;
  }
  return files.length;
}

function dropParts(db: Db, id: number): number {
  const parts = prepared(db, PARTS).pluck().all(id) as number[];
  transact(db, () => {
    for (const part of parts) prepared(db, DROP).run(id, part);
  });
  return parts.length;
}
