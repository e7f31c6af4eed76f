import type { Ctx } from './context.ts';
import { Expected } from './errors.ts';
import type { Typed } from './forms.ts';

/** A sent form: its fields, and the files that are not empty. */
export type Body = { typed: Typed; files: readonly File[] };

export const MAX_FILE_BYTES = 20 * 1024 * 1024;
const MAX_BODY_BYTES = 5 * MAX_FILE_BYTES + 1024 * 1024;

/** Reads a form, plain or with files. Line breaks come as \n, as they were typed. */
export async function readBody(c: Ctx): Promise<Body> {
  if (Number(c.req.header('content-length') ?? 0) > MAX_BODY_BYTES) {
    throw new Expected(413, '一次上传的文件太大。每个文件不超过 20 MB，每次不超过 5 个，请分次上传。');
  }
  const form = await c.req.formData();
  const typed: Record<string, string | string[]> = {};
  const files: File[] = [];
  for (const [name, value] of form) {
    if (typeof value !== 'string') {
      if (value.size > 0) files.push(value);
      continue;
    }
    const text = value.replaceAll('\r\n', '\n');
    const before = typed[name];
    typed[name] = before === undefined ? text : [before, text].flat();
  }
  return { typed, files };
}

/** One text of a field: the first where it is repeated, '' where it is missing. */
export function one(typed: Typed, name: string): string {
  const value = typed[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}

/** All texts of a field. */
export function several(typed: Typed, name: string): readonly string[] {
  const value = typed[name];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}
