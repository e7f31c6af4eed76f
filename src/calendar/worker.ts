import { once } from 'node:events';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { connect } from '../db/connect.ts';
import { isSqliteError } from '../db/sqlite-error.ts';
import { storageFaultOf } from '../disk/storage-fault.ts';
import { logError } from '../web/log.ts';
import { type ChangeOrder, changeCalendar } from './change.ts';
import { type Foreseen, foresee, type Progress } from './foresee.ts';
import type { Failure, Result, WorkerOrder, WorkerSays, WorkerTold } from './run.ts';

// The thread of one change: reckons it beside the people at work, keeps what it has reckoned until the change is
// confirmed, then waits to be let in and writes at one stroke.

/** How long somebody may look at a preview before it has to be reckoned again. */
const KEPT = 15 * 60_000;

const { file, task, order: given } = workerData as WorkerOrder;
if (!parentPort) throw new Error('this is a worker');
const main: MessagePort = parentPort;

try {
  await live();
} catch (error) {
  tell({ result: { failure: failureOf(error) } });
}

async function live(): Promise<void> {
  let foreseen = foresee(file, given.edit, progressOf('reckoning'));
  if (task === 'foresee') tell({ result: { forecast: foreseen.forecast } });
  for (let order = task === 'change' ? given : await nextOrder(); order; order = await nextOrder()) {
    tell({ ready: true });
    if ('stop' in (await heard())) return;
    const outcome = write(order, foreseen);
    tell({ result: outcome.result });
    if (!outcome.foreseen) return;
    foreseen = outcome.foreseen;
  }
}

/** Null when nobody has confirmed for so long that it has to be reckoned again. */
async function nextOrder(): Promise<ChangeOrder | null> {
  try {
    const told = await heard(AbortSignal.timeout(KEPT));
    return 'order' in told ? told.order : null;
  } catch {
    return null;
  }
}

async function heard(signal?: AbortSignal): Promise<WorkerTold> {
  const [told] = await once(main, 'message', signal ? { signal } : {});
  return told as WorkerTold;
}

function write(order: ChangeOrder, before: Foreseen): { result: Result; foreseen: Foreseen | null } {
  const db = connect(file);
  try {
    const changed = changeCalendar(db, order, before, progressOf('writing'));
    if (changed.done) return { result: changed, foreseen: null };
    const { foreseen } = changed;
    return { result: { forecast: foreseen.forecast }, foreseen };
  } finally {
    db.close();
  }
}

function failureOf(error: unknown): Failure {
  if (storageFaultOf(error) === 'full') return 'full';
  if (isSqliteError(error, 'SQLITE_BUSY')) return 'busy';
  logError({ job: 'calendar' }, error);
  return 'unexpected';
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

function tell(said: WorkerSays): void {
  main.postMessage(said);
}
