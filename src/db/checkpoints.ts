import { inWorker } from '../jobs/in-worker.ts';
import { logError } from '../web/log.ts';
import type { CheckpointOrder } from './checkpoint-worker.ts';
import { AUTOCHECKPOINT } from './connect.ts';
import type { Db } from './open.ts';

/*
 * What is committed stands in the log of writes (WAL) first and is copied into the file from time to time. By itself
 * SQLite does that within somebody's save, and after a backup, which keeps the log from being used anew, with hundreds of
 * megabytes at once. So a thread does it.
 */

const WORKER = new URL('./checkpoint-worker.ts', import.meta.url);
/** In pages: where the thread does not get on, the serving one helps itself before the disk is full. */
const LAST_RESORT = 100_000;
const USUALLY = { every: 500, worth: AUTOCHECKPOINT, large: 64 * 1024 * 1024 };

/** Copies the log of writes into the file beside the serving connection `db`, until the returned function is called. */
export function startCheckpoints(db: Db, file: string, limits = USUALLY): () => Promise<void> {
  const ending = new AbortController();
  db.pragma(`wal_autocheckpoint = ${LAST_RESORT}`);
  const order: CheckpointOrder = { file, ...limits };
  const ended = inWorker<never>(WORKER, order, undefined, ending.signal).catch((error: unknown) => {
    if (ending.signal.aborted) return;
    logError({ job: 'log of writes' }, error);
    if (db.open) db.pragma(`wal_autocheckpoint = ${AUTOCHECKPOINT}`);
  });
  return async () => {
    ending.abort();
    await ended;
  };
}
