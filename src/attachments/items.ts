import type { FileItem } from '../../views/attachments/files.ts';
import { exactTime, sayTime } from '../calendar/words.ts';
import type { AttachmentRow } from './queries.ts';

/** Stored files as the pages show them: a small picture where a browser can draw it, size and time beneath. */
export function fileItems(rows: readonly AttachmentRow[], now: number): FileItem[] {
  return rows.map((row) => {
    const href = `/attachments/${row.id}/${encodeURIComponent(row.name)}`;
    return {
      id: row.id,
      href,
      name: row.name,
      detail: `${sayBytes(row.size)}，${sayTime(row.uploaded_at, now)}`,
      size: sayBytes(row.size),
      uploaded: exactTime(row.uploaded_at),
      src: DRAWN.has(row.type) ? href : null,
    };
  });
}

const DRAWN = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/bmp']);

/** "820 KB", "2.1 MB" */
export function sayBytes(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
