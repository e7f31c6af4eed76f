import { audit } from '../audit/audit.ts';
import { visitorOf } from '../people/visitor.ts';
import { type Ctx, dbOf, whoIs } from './context.ts';
import { toCsv } from './csv.ts';
import { sendStream } from './send-stream.ts';

/**
 * A table to be saved under a name. Who takes which is written to the audit log (C-M1), the one place for all of them.
 * @param heads how many of the rows say only what stands beneath
 */
export function csvFile(c: Ctx, name: string, rows: Parameters<typeof toCsv>[0], heads = 1): Response {
  const { now, ip } = visitorOf(c);
  const detail = { lines: rows.length - heads };
  audit(dbOf(c), {
    at: now,
    actor: whoIs(c),
    act: 'export_downloaded',
    subject: name.replace(/\.csv$/, ''),
    detail,
    ip,
  });
  return sendCsv(c, name, toCsv(rows));
}

/** The same, of what writes its own line to the log. */
export function sendCsv(c: Ctx, name: string, body: string | ReadableStream<Uint8Array>): Response {
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'cache-control': 'private, no-store',
  };
  return typeof body === 'string' ? c.body(body, 200, headers) : sendStream(c, body, 200, headers);
}
