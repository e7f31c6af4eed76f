import { draftFiles } from '../../views/attachments/files.ts';
import { audit } from '../audit/audit.ts';
import { isAudited } from '../audit/list.ts';
import { caseById } from '../cases/case-queries.ts';
import { requireOwnKey } from '../drafts/drafts.ts';
import { backTo, keepTyped } from '../drafts/keep.ts';
import { visitorOf } from '../people/visitor.ts';
import type { Routes } from '../web/access.ts';
import { one } from '../web/body.ts';
import { bodyOf, type Ctx, dbOf, idOf, nowOf, whoIs } from '../web/context.ts';
import { Conflict, NotFound } from '../web/errors.ts';
import { sendStream } from '../web/send-stream.ts';
import { failureOf } from '../web/submit.ts';
import { fileItems } from './items.ts';
import {
  type AttachmentRow,
  bytesOf,
  filesOfDraft,
  headOf,
  removeDraftFile,
  visibleFile,
} from './queries.ts';
import { wantedBytes } from './range.ts';
import { contentDisposition, sniffType } from './sniff.ts';
import { storeFiles } from './store.ts';

export function attachmentRoutes(routes: Routes): void {
  routes.get('/attachments/:id/:name', 'signed_in', open);
  routes.post('/drafts/:key/files', 'signed_in', upload, { files: true });
  // Its button stands in the form: without JavaScript the files chosen there come along.
  routes.post('/drafts/:key/files/:id/remove', 'signed_in', remove, { files: 'ignored' });
}

/** The bytes of a file, whole or a range (players seek), with headers that keep it from acting as a page of ours. */
function open(c: Ctx): Response {
  const file = visibleFile(dbOf(c), whoIs(c), idOf(c, 'id'));
  if (!file) throw new NotFound('没有找到这个附件，或您没有查看权限。');
  if (file.removed_at !== null) throw new NotFound('这个附件已按保存期限删除，不能再打开。');
  const headers = headersOf(c, file);
  if (c.req.header('if-none-match') === headers.etag) return c.body(null, 304, headers);
  const range = wantedBytes(askedRange(c, headers.etag), file.size);
  if (!range) return c.body(null, 416, { ...headers, 'content-range': `bytes */${file.size}` });
  const { from, to, partial } = range;
  if (c.req.method === 'GET' && (from === 0 || !openedLately(c, file))) recordOpening(c, file);
  const length = { 'content-length': String(to - from + 1) };
  const part = partial ? { 'content-range': `bytes ${from}-${to}/${file.size}` } : {};
  const bytes = bytesOf(dbOf(c), file.id, from, to);
  return sendStream(c, bytes, partial ? 206 : 200, { ...headers, ...length, ...part });
}

/** A range counts only for the bytes it was asked of (If-Range). */
function askedRange(c: Ctx, etag: string): string | undefined {
  const condition = c.req.header('if-range');
  return condition && condition !== etag ? undefined : c.req.header('range');
}

/** Chromium shows no PDF in a sandbox; a PDF cannot run scripts of ours anyway. */
const LOCKED_UP =
  "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

function headersOf(c: Ctx, file: AttachmentRow) {
  const { type, inline } = sniffType(headOf(dbOf(c), file.id), file.name);
  const shown = inline && c.req.query('download') === undefined;
  return {
    'content-type': type === 'text/plain' ? 'application/octet-stream' : type,
    'content-disposition': contentDisposition(shown ? 'inline' : 'attachment', file.name),
    'content-security-policy': type === 'application/pdf' ? LOCKED_UP : `sandbox; ${LOCKED_UP}`,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    // Kept by the browser, but asked for each time: who may see a case changes.
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    etag: `"${file.sha256.slice(0, 32)}"`,
  };
}

/** C-M1: who looked at what; the auditor reads which file, never what is in it or what it is called. */
function recordOpening(c: Ctx, file: AttachmentRow): void {
  audit(dbOf(c), {
    at: nowOf(c),
    actor: whoIs(c),
    act: 'attachment_opened',
    subject: file.case_id === null ? '' : caseById(dbOf(c), file.case_id).number,
    detail: { attachment: file.id },
    ip: visitorOf(c).ip,
  });
}

/** Players ask for part after part: that is one opening. A part asked for out of the blue is one as well. */
const ONE_OPENING = 3_600_000;

function openedLately(c: Ctx, file: AttachmentRow): boolean {
  const opening = { userId: whoIs(c).id, act: 'attachment_opened', detail: { attachment: file.id } } as const;
  return isAudited(dbOf(c), opening, nowOf(c) - ONE_OPENING);
}

/** Takes files while the rest is still being typed; keeps the rest as well. */
async function upload(c: Ctx): Promise<Response> {
  const key = c.req.param('key') ?? '';
  const now = nowOf(c);
  if (keepTyped(c, key) === 'sent') {
    throw new Conflict('这份表单已经提交，文件没有保存。如需补充附件，请在工单页面点“加备注”。');
  }
  let error: string | null = null;
  try {
    await storeFiles(dbOf(c), bodyOf(c).files, { draftKey: key, by: whoIs(c).id, now });
  } catch (cause) {
    const failure = failureOf(cause);
    if (failure?.status !== 422 || !isFragment(c)) throw cause;
    error = failure.message;
  }
  return again(c, key, error);
}

function remove(c: Ctx): Response | Promise<Response> {
  const key = c.req.param('key') ?? '';
  requireOwnKey(dbOf(c), whoIs(c).id, key);
  if (!removeDraftFile(dbOf(c), whoIs(c).id, key, idOf(c, 'id'))) {
    throw new NotFound('这个附件已经移除，或已随表单提交。');
  }
  keepTyped(c, key);
  return again(c, key, null);
}

/** The list of files anew, or without JavaScript the page of the form. */
function again(c: Ctx, key: string, error: string | null): Response | Promise<Response> {
  const back = backTo(c, '/');
  if (!isFragment(c)) return c.redirect(back, 303);
  const form = one(bodyOf(c).typed, 'form') || (c.req.query('form') ?? '');
  const files = fileItems(filesOfDraft(dbOf(c), key), nowOf(c));
  return c.html(draftFiles({ key, form, back, files, error }), error ? 422 : 200);
}

function isFragment(c: Ctx): boolean {
  return c.req.header('hx-request') !== undefined;
}
