import { dirname } from 'node:path';
import { UploadRoom } from '../disk/upload-room.ts';
import type { Ctx } from './context.ts';
import { Expected, Invalid } from './errors.ts';
import type { Typed } from './forms.ts';
import { discardAll, type MultipartLimits, readMultipart } from './multipart.ts';
import { type SentFile, spoolFolder } from './spool.ts';

/** A sent form: its fields, and the files that are not empty. */
export type Body = { typed: Typed; files: readonly SentFile[]; discard: () => Promise<void> };

export const MAX_FILE_BYTES = 20 * 1024 * 1024;
export const MOST_FILES = 20;

/** How many bytes a form may have, by who may send it and whether it takes files; more is answered 413. */
export const BODY_LIMITS = {
  stranger: { bytes: 64 * 1024, message: '填写的内容太长，没有提交。请精简后重新提交。' },
  form: {
    bytes: 1024 * 1024,
    message: '填写的内容太长，没有提交。请精简文字后重新提交，长材料请作为附件上传。',
  },
  files: {
    bytes: 5 * MAX_FILE_BYTES + 1024 * 1024,
    message: '一次上传的文件太大。每个文件不超过 20 MB，每次不超过 5 个，请分次上传。',
  },
} as const;

export type BodyLimit = (typeof BODY_LIMITS)[keyof typeof BODY_LIMITS];

/**
 * Reads a form, plain or with files. Line breaks come as \n, as they were typed. Files wait on the disk: whoever asked
 * for the form discards it in the end.
 * @param keepFiles false: files that come along are only counted
 * @throws Expected 413 as soon as more than the limit has come, Invalid for anything that is no form
 */
export async function readBody(c: Ctx, limit: BodyLimit, keepFiles = true): Promise<Body> {
  const { body, headers } = c.req.raw;
  const type = headers.get('content-type') ?? '';
  if (!FORM_TYPE.test(type)) throw new Invalid(NO_FORM);
  const announced = Number(headers.get('content-length') ?? 0);
  if (announced > limit.bytes) throw new Expected(413, limit.message);
  if (limit !== BODY_LIMITS.files) return held(await readForm(body, type, limit));
  if (!body || !/^multipart/i.test(type)) return held(await readForm(body, type, BODY_LIMITS.form));
  const { file, spaceAt } = c.get('world');
  const room = new UploadRoom(dirname(file), announced, spaceAt);
  const source = { body, type, folder: spoolFolder(file), room, unreadable: NO_FORM };
  const limits = keepFiles ? MULTIPART_LIMITS : { ...MULTIPART_LIMITS, files: 0 };
  const { fields, files } = await readMultipart(source, limits);
  return { typed: sorted(fields), files, discard: () => discardAll(files).finally(() => room.release()) };
}

const NO_FORM = '提交的内容不是本系统的表单，没有处理。请返回上一页刷新后重新提交。';
const FORM_TYPE = /^(?:multipart\/form-data|application\/x-www-form-urlencoded)(?:;|$)/i;

const MULTIPART_LIMITS: MultipartLimits = {
  whole: BODY_LIMITS.files,
  fields: BODY_LIMITS.form,
  fileBytes: MAX_FILE_BYTES,
  files: MOST_FILES,
};

async function readForm(body: Request['body'], type: string, limit: BodyLimit): Promise<FormData> {
  const counted = body && upTo(limit, body);
  try {
    return await new Response(counted, { headers: { 'content-type': type } }).formData();
  } catch (error) {
    throw error instanceof Expected ? error : new Invalid(NO_FORM);
  }
}

/**
 * Reads what machines send, whatever it is.
 * @throws Expected 413 as soon as more than the limit has come
 */
export async function readBytes({ body }: Request, limit: BodyLimit): Promise<Uint8Array> {
  return body ? new Uint8Array(await new Response(upTo(limit, body)).arrayBuffer()) : new Uint8Array();
}

/** The length a request announces may be missing or wrong. What is left stays unread: closing it would cut the answer off. */
function upTo(limit: BodyLimit, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  let bytes = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform: (piece, on) => {
      bytes += piece.length;
      if (bytes > limit.bytes) throw new Expected(413, limit.message);
      on.enqueue(piece);
    },
  });
  return body.pipeThrough(count, { preventCancel: true });
}

/** A form so small that memory holds all of it. */
function held(form: FormData): Body {
  const fields: [string, string][] = [];
  const files: File[] = [];
  for (const [name, value] of form) {
    if (typeof value === 'string') fields.push([name, value]);
    else if (value.size > 0) files.push(value);
  }
  return { typed: sorted(fields), files, discard: async () => undefined };
}

function sorted(fields: readonly (readonly [name: string, text: string])[]): Typed {
  const typed: Record<string, string | string[]> = {};
  for (const [name, value] of fields) {
    const text = value.replaceAll('\r\n', '\n');
    const before = typed[name];
    typed[name] = before === undefined ? text : [before, text].flat();
  }
  return typed;
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
