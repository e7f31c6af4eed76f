import { Worker } from 'node:worker_threads';
import { keyFileOf } from '../citizens/key.ts';
import type { Db } from '../db/open.ts';
import type { Actor } from '../people/actor.ts';
import type { World } from '../web/context.ts';
import { Conflict } from '../web/errors.ts';
import { logError } from '../web/log.ts';
import type { ImportOrder } from './run.ts';
import { beginRun, endRun, interrupted, runById } from './runs.ts';
import { removeUpload, saveUpload, type Upload } from './uploads.ts';

/** What the worker is told; `now` is the moment of the start, epoch ms. */
export type WorkerOrder = {
  database: string;
  keyFile: string;
  path: string;
  order: ImportOrder;
  now: number;
};

type Running = { runId: number; worker: Worker };

const running = new WeakMap<Db, Running>();

/** The run that goes on now in this process. */
export function runningRun(db: Db): number | null {
  return running.get(db)?.runId ?? null;
}

/**
 * Starts a check or an import of a file in a thread of its own; returns at once.
 * @throws Conflict while another one goes on
 */
export function startImport(
  world: World,
  actor: Actor,
  upload: Upload,
  dryRun: boolean,
  now: number,
): number {
  const { db, file } = world;
  if (running.has(db)) throw new Conflict('已有一个文件正在检查或导入，请等它完成后再开始。');
  if (!upload.choices) throw new Conflict('请先确认各列的对应关系。');
  const { source } = upload.choices;
  const runId = beginRun(db, { source, fileName: upload.fileName, userId: actor.id, dryRun, at: now });
  const given = saveUpload({ ...upload, runId });
  const order: ImportOrder = { ...upload.choices, runId, userId: actor.id, dryRun };
  const workerData: WorkerOrder = { database: file, keyFile: keyFileOf(db), path: given.path, order, now };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
  worker.unref();
  worker.on('error', (error) => logError({ job: 'import' }, error));
  worker.on('exit', () => afterwards(db, order, given, world.now()));
  running.set(db, { runId, worker });
  return runId;
}

/** Asks the run to end after the batch it is at. */
export function stopImport(db: Db, runId: number): void {
  const current = running.get(db);
  if (current?.runId === runId) current.worker.postMessage('stop');
}

/** The file is kept only while something may still be done with it: after a check, or to go on after a break. */
function afterwards(db: Db, { runId, dryRun }: ImportOrder, upload: Upload, now: number): void {
  running.delete(db);
  if (!db.open) return;
  endRun(db, runId, { failure: interrupted(dryRun), at: now });
  const ended = runById(db, runId);
  if (ended && ended.dry_run === 0 && ended.failure === null) removeUpload(upload);
}
