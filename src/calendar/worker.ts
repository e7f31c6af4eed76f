import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { connect, isSqliteError } from '../db/open.ts';
import { logError } from '../web/log.ts';
import { changeCalendar } from './change.ts';
import { foresee, type Progress } from './foresee.ts';
import type { Result, WorkerOrder, WorkerSays } from './run.ts';

// The thread of one calendar run: reckons beside the people at work, then waits to be let in and writes at one stroke.
const { file, order, task } = workerData as WorkerOrder;
const began = performance.now();
const tell = (said: WorkerSays) => parentPort?.postMessage(said);

tell({ result: await result() });

async function result(): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (isSqliteError(error, 'SQLITE_FULL')) return { failure: 'full' };
    if (isSqliteError(error, 'SQLITE_BUSY')) return { failure: 'busy' };
    logError({ job: 'calendar' }, error);
    return { failure: 'unexpected' };
  }
}

async function work(): Promise<Result> {
  const foreseen = foresee(file, order.edit, progressOf('reckoning'));
  if (task === 'foresee') return { forecast: foreseen.forecast };
  const admitted = parentPort && once(parentPort, 'message');
  tell({ ready: true });
  await admitted;
  const db = connect(file);
  try {
    const at = order.at + Math.round(performance.now() - began);
    return changeCalendar(db, { ...order, at }, foreseen, progressOf('writing'));
  } finally {
    db.close();
  }
}

/** Every so many, not each: telling costs more than reckoning. */
function progressOf(phase: 'reckoning' | 'writing'): Progress {
  let told = 0;
  return (done, total) => {
    if (done < total && done - told < 250) return;
    told = done;
    tell({ progress: { phase, done, total } });
  };
}
