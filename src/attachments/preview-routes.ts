import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, idOf, whoIs } from '../web/context.ts';
import { NotFound } from '../web/errors.ts';
import { hasPreview, previewOf } from './previews.ts';
import { visibleFile } from './queries.ts';
import { typeMark } from './type-mark.ts';

export function previewRoutes(routes: Routes): void {
  routes.get('/attachments/:id/preview/:name', 'signed_in', preview, { quiet: true });
}

/**
 * The small picture of a file, for whoever may open the file itself. It belongs to the page that shows it: only
 * opening the file is put on record. Where it cannot be read, a mark with its type stands in its place.
 */
async function preview(c: Ctx): Promise<Response> {
  const file = visibleFile(dbOf(c), whoIs(c), idOf(c, 'id'));
  if (!file || !hasPreview(file)) throw new NotFound('没有找到这张图片，或您没有查看权限。');
  const headers = { ...HEADERS, etag: `"small-${file.sha256.slice(0, 32)}"` };
  if (c.req.header('if-none-match') === headers.etag) return c.body(null, 304, headers);
  const made = await previewOf(dbOf(c), file);
  if (made === 'unavailable')
    return c.redirect(`/attachments/${file.id}/${encodeURIComponent(file.name)}`, 303);
  const { type, bytes } = made === 'unreadable' ? typeMark(file.name) : made;
  return c.body(new Uint8Array(bytes), 200, { ...headers, 'content-type': type });
}

const HEADERS = {
  'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  // Kept by the browser, but asked for each time: who may see a case changes.
  'cache-control': 'private, no-cache',
};
