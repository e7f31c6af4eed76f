import type { FileItem } from '../../views/attachments/files.ts';
import { exactTime, sayTime } from '../calendar/words.ts';
import { hasPreview } from './previews.ts';
import type { AttachmentRow } from './queries.ts';
import { typeName } from './type-mark.ts';

/** Stored files as the pages show them: a small picture where a browser can draw it, size and time beneath. */
export function fileItems(rows: readonly AttachmentRow[], now: number): FileItem[] {
  return rows.map((row) => {
    const removed = row.removed_at !== null;
    const when = sayTime(row.removed_at ?? row.uploaded_at, now);
    const name = encodeURIComponent(row.name);
    return {
      id: row.id,
      href: removed ? null : `/attachments/${row.id}/${name}`,
      name: row.name,
      detail: removed ? when : `${sayBytes(row.size)}，${when}`,
      size: sayBytes(row.size),
      uploaded: exactTime(row.uploaded_at),
      src: hasPreview(row) ? `/attachments/${row.id}/preview/${name}` : null,
      mark: typeName(row.name),
    };
  });
}

/** "820 KB", "2.1 MB" */
export function sayBytes(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
