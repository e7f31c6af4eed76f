import { makeZip } from 'client-zip';
import { audit } from '../audit/audit.ts';
import { CASE_READERS, sightOf, visibleCase } from '../cases/visible.ts';
import type { Db } from '../db/open.ts';
import { visitorOf } from '../people/visitor.ts';
import { identityView } from '../rules/confidentiality.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, idOf, nowOf, whoIs } from '../web/context.ts';
import { NotFound } from '../web/errors.ts';
import { sendStream } from '../web/send-stream.ts';
import { type AttachmentRow, bytesOf, filesOfCase } from './queries.ts';
import { contentDisposition } from './sniff.ts';

export function zipRoutes(routes: Routes): void {
  routes.get('/cases/:id/files.zip', CASE_READERS, download);
}

/** Q-D10: the papers of a case in one file, as far as this person may see them; streamed, nothing is held in memory. */
function download(c: Ctx): Response {
  const [db, actor] = [dbOf(c), whoIs(c)];
  const given = visibleCase(db, actor, idOf(c, 'id'));
  if (!given || sightOf(db, actor, given) !== 'whole') throw new NotFound();
  const hideCitizens = identityView(given.confidential === 1, actor.roles) === 'hidden';
  const files = filesOfCase(db, given.id, { hideCitizens }).filter((file) => file.removed_at === null);
  if (files.length === 0) throw new NotFound('这个工单没有您可以查看的附件。');
  const detail = { files: files.length };
  audit(db, {
    at: nowOf(c),
    actor,
    act: 'attachments_downloaded',
    subject: given.number,
    detail,
    ip: visitorOf(c).ip,
  });
  return sendStream(c, makeZip(entries(db, files)), 200, {
    'content-type': 'application/zip',
    'content-disposition': contentDisposition('attachment', `${given.number}-附件.zip`),
    'cache-control': 'private, no-store',
  });
}

function* entries(db: Db, files: readonly AttachmentRow[]) {
  const taken = new Set<string>();
  for (const file of files) {
    const input = bytesOf(db, file.id, 0, file.size - 1);
    yield {
      name: freeName(file.name, taken),
      lastModified: new Date(file.uploaded_at),
      size: file.size,
      input,
    };
  }
}

/** Two files of one name: the second is "name(2).jpg". */
function freeName(name: string, taken: Set<string>): string {
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  let free = name;
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${stem}(${n})${ending}`;
  taken.add(free.toLowerCase());
  return free;
}
