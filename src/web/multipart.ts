import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { Expected, Invalid } from './errors.ts';
import { type Room, SpooledFile } from './spool.ts';

/** What a form may bring; more of anything but files is refused at once with its message. */
export type MultipartLimits = {
  /** Of everything together. */
  whole: { bytes: number; message: string };
  /** Of what was typed. */
  fields: { bytes: number; message: string };
  /** Above this the bytes of a file are counted, not kept: its reader says so with its name. */
  fileBytes: number;
  /** Files beyond this many are counted, not kept. */
  files: number;
};

type Form = { fields: (readonly [name: string, text: string])[]; files: SpooledFile[] };

type Source = {
  body: ReadableStream<Uint8Array>;
  type: string;
  /** Where its files wait. */
  folder: string;
  /** Released once the form has failed; otherwise by whoever gets its files. */
  room: Room & { release: () => void };
  /** Not a form that can be read. */
  unreadable: string;
};

/** A form has some dozen fields; each costs more than its bytes. */
const MOST_PARTS = 2000;
/** For so long nothing may come, in ms: phones lose their network for a moment. */
const PATIENCE = 30_000;
const STALLED = '网络中断，内容没有传完，也没有保存。请检查网络后重新提交。';

/**
 * Reads a form with files while it comes in: only what was typed is held in memory, files wait on the disk. Whoever
 * gets them discards them in the end; what fails leaves nothing behind.
 * @throws Expected 413 for too much, Invalid for what is no form or stops coming
 */
export async function readMultipart(
  source: Source,
  limits: MultipartLimits,
  patience = PATIENCE,
): Promise<Form> {
  const form: Form = { fields: [], files: [] };
  const broken = Promise.withResolvers<never>();
  const writing: Promise<void>[] = [];
  const streams: BusboyFileStream[] = [];
  const reader = source.body.getReader();
  const timer = setTimeout(() => broken.reject(new Invalid(STALLED)), patience);
  try {
    const parser = parserOf(source);
    parser.on('error', () => broken.reject(new Invalid(source.unreadable)));
    parser.on('partsLimit', () => broken.reject(new Expected(413, limits.fields.message)));
    parser.on('field', takeField(form, limits, broken.reject));
    parser.on('file', (_field, stream, name) => {
      streams.push(stream);
      const written = spool(stream, name, source, form.files, limits);
      written.catch(broken.reject);
      writing.push(written);
    });
    await Promise.race([broken.promise, feed(reader, parser, limits.whole, timer)]);
    await Promise.all(writing);
    return form;
  } catch (error) {
    for (const stream of streams) stream.destroy();
    await Promise.allSettled(writing);
    await discardAll(form.files);
    source.room.release();
    throw error;
  } finally {
    clearTimeout(timer);
    // What is left stays unread: closing it would cut the answer off.
    reader.releaseLock();
  }
}

/** Takes the files of a form off the disk. */
export async function discardAll(files: readonly SpooledFile[]): Promise<void> {
  await Promise.all(files.map((file) => file.discard()));
}

function parserOf({ type, unreadable }: Source): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': type },
      isPartAFile: (_field, _type, name) => name !== undefined,
      limits: { parts: MOST_PARTS },
    });
  } catch {
    throw new Invalid(unreadable);
  }
}

type Refuse = (reason: Expected) => void;

function takeField({ fields }: Form, { fields: limit }: MultipartLimits, refuse: Refuse) {
  let bytes = 0;
  return (name: string | undefined, text: string, _nameCut: boolean, cut: boolean): void => {
    if (name === undefined) return;
    bytes += Buffer.byteLength(name) + Buffer.byteLength(text);
    if (cut || bytes > limit.bytes) refuse(new Expected(413, limit.message));
    else fields.push([unescaped(name), text]);
  };
}

/** Browsers send the empty place of a file that was not chosen: nothing of it is kept. */
async function spool(
  stream: BusboyFileStream,
  name: string,
  { folder, room }: Pick<Source, 'folder' | 'room'>,
  files: SpooledFile[],
  limits: MultipartLimits,
): Promise<void> {
  let file: SpooledFile | null = null;
  for await (const piece of stream) {
    if (!file) {
      const most = files.length < limits.files ? limits.fileBytes : 0;
      file = new SpooledFile(unescaped(name), folder, most, room);
      files.push(file);
    }
    await file.add(piece);
  }
}

/** How browsers write what would end a name (WHATWG HTML, multipart form data). */
function unescaped(name: string): string {
  return name.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
}

/** The parser takes no more than the disk does. */
async function feed(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  parser: BusboyInstance,
  limit: MultipartLimits['whole'],
  timer: NodeJS.Timeout,
): Promise<void> {
  const finished = new Promise<void>((resolve) => parser.once('finish', resolve));
  let bytes = 0;
  for (let piece = await next(reader); piece; piece = await next(reader)) {
    timer.refresh();
    bytes += piece.length;
    if (bytes > limit.bytes) throw new Expected(413, limit.message);
    const taken = Promise.withResolvers<void>();
    parser.write(piece, () => taken.resolve());
    await taken.promise;
  }
  parser.end();
  await finished;
}

/** @throws Invalid where the sender is gone */
async function next(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    return (await reader.read()).value;
  } catch {
    throw new Invalid(STALLED);
  }
}
