import type { Ctx } from './context.ts';
import { toCsv } from './csv.ts';

/** A table to be saved under a name. */
export function csvFile(c: Ctx, name: string, rows: Parameters<typeof toCsv>[0]): Response {
  return c.body(toCsv(rows), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  });
}
