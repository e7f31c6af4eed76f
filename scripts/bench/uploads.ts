import { randomBytes } from 'node:crypto';
import { type RequestOptions, request } from 'node:http';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { newDraftKey } from '../../src/drafts/drafts.ts';
import { askRegularly, type Waits } from './ask.ts';
import { copyOf, fileOf, removeFile } from './file.ts';
import { type Served, serve } from './process.ts';
import { sceneOf, type Visitor } from './visitors.ts';

const MB = 1024 * 1024;
const FILE_MB = 20;
const AT_ONCE = 5;
const BOUNDARY = 'bench-boundary';

/** Times in ms. `growth`: by how many bytes the server's memory peaked above what it was; null where nobody tells. */
export type UploadsMeasured = {
  loadAverage: number;
  uploadMs: number;
  uploading: Waits;
  uploadGrowth: number | null;
  downloadMs: number;
  downloading: Waits;
  downloadGrowth: number | null;
};

/** Five films of 20 MB sent at once to the real server and read back at once, while somebody asks for a page. */
export async function measureUploads(now: number, say: (text: string) => void): Promise<UploadsMeasured> {
  const copy = copyOf(fileOf(1000, now, say), 'uploads.db');
  const { operator } = sceneOf(copy, now);
  const [loadAverage = 0] = loadavg();
  say(`${AT_ONCE} files of ${FILE_MB} MB go up ...`);
  const up = await beside(copy, (served) => together((n) => send(served.address, operator, n)));
  const ids = up.result;
  say('and come back ...');
  const down = await beside(copy, (served) =>
    together((n) => take(served.address, operator, Number(ids[n]))),
  );
  removeFile(copy);
  return {
    ...{ loadAverage, uploadMs: up.ms, uploading: up.waits, uploadGrowth: up.growth },
    ...{ downloadMs: down.ms, downloading: down.waits, downloadGrowth: down.growth },
  };
}

/** What a server of its own does with some work, and how long a page takes beside it. */
async function beside<T>(file: string, work: (served: Served) => Promise<T>) {
  const served = await serve('src/main.ts', [], { DATABASE: file });
  try {
    // Jobs that run at the start are over by then.
    await askRegularly(served.address, '/login', sleep(2000));
    const before = served.memory()?.now;
    const began = performance.now();
    const working = work(served).then((result) => ({ result, ms: performance.now() - began }));
    const waits = await askRegularly(served.address, '/login', working);
    const peak = served.memory()?.peak;
    const growth = before === undefined || peak === undefined ? null : Math.max(0, peak - before);
    return { ...(await working), waits, growth };
  } finally {
    await served.stop();
  }
}

function together<T>(one: (n: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: AT_ONCE }, (_, n) => one(n)));
}

/** Sends a form with one file, as htmx does. @returns the id it was given */
async function send(address: string, { cookie, csrf }: Visitor, n: number): Promise<string> {
  const field = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="csrf"\r\n\r\n${csrf}\r\n`;
  const name = `content-disposition: form-data; name="files"; filename="${n}.mp4"`;
  const head = `${field}--${BOUNDARY}\r\n${name}\r\ncontent-type: video/mp4\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(head),
    randomBytes(FILE_MB * MB),
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);
  const path = `${address}/drafts/${newDraftKey()}/files?form=intake&back=%2F`;
  const type = `multipart/form-data; boundary=${BOUNDARY}`;
  const headers = { cookie, 'content-type': type, 'content-length': body.length, 'hx-request': 'true' };
  const pieces: Buffer[] = [];
  await answerOf(path, { method: 'POST', headers }, (piece) => pieces.push(piece), body);
  const id = /\/attachments\/(\d+)\//.exec(Buffer.concat(pieces).toString())?.[1];
  if (id === undefined) throw new Error('the file was not taken');
  return id;
}

async function take(address: string, { cookie }: Visitor, id: number): Promise<void> {
  let bytes = 0;
  const count = (piece: Buffer) => {
    bytes += piece.length;
  };
  await answerOf(`${address}/attachments/${id}/x`, { headers: { cookie } }, count);
  if (bytes !== FILE_MB * MB) throw new Error(`${bytes} bytes came back`);
}

function answerOf(
  path: string,
  options: RequestOptions,
  onPiece: (piece: Buffer) => void,
  body?: Buffer,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(path, { ...options, agent: false }, (answer) => {
      answer.on('data', onPiece);
      answer.on('end', resolve);
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export function uploadsReport(measured: UploadsMeasured): string {
  const { loadAverage, uploadMs, uploading, uploadGrowth } = measured;
  const line = (what: string, ms: number, waits: Waits, growth: number | null) =>
    `  ${what} in ${(ms / 1000).toFixed(1)} s; a page meanwhile: median ${waits.p50.toFixed(0)} ms, p95 ${waits.p95.toFixed(0)}, longest ${waits.max.toFixed(0)} (${waits.answers} asked, ${waits.errors} errors); memory peaked ${growth === null ? 'unknown' : `${Math.round(growth / MB)} MB`} higher`;
  return [
    `uploads: ${AT_ONCE} files of ${FILE_MB} MB at once; load average of the machine beforehand: ${loadAverage.toFixed(1)}`,
    line('sent', uploadMs, uploading, uploadGrowth),
    line('read back', measured.downloadMs, measured.downloading, measured.downloadGrowth),
    '',
  ].join('\n');
}
