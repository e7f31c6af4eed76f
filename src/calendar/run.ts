import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { closeGate } from '../db/gate.ts';
import type { Db } from '../db/open.ts';
import { runningRun } from '../import/start.ts';
import type { World } from '../web/context.ts';
import { Conflict } from '../web/errors.ts';
import { logError } from '../web/log.ts';
import type { Changed, ChangeOrder, NotChanged } from './change.ts';
import { forgetCalendar } from './current.ts';
import type { Forecast } from './foresee.ts';

export type Task = 'foresee' | 'change';
export type Result = { forecast: Forecast } | Changed | NotChanged | { failure: Failure };
export type Failure = 'full' | 'busy' | 'unexpected' | 'broken_off';
type Stage = { phase: 'reckoning' | 'writing'; done: number; total: number };

/** What the worker is told, and what it says. */
export type WorkerOrder = { file: string; task: Task; order: ChangeOrder };
export type WorkerSays = { progress: Stage } | { ready: true } | { result: Result };

/** One run of the reckoning, kept in memory: the file either has all of it or nothing. */
export type Run = {
  readonly task: Task;
  readonly userId: number | null;
  readonly order: ChangeOrder;
  stage: Stage;
  /** Null while it goes on. */
  result: Result | null;
  finished: Promise<void>;
};

const RUNS_KEPT = 20;
const runs = new WeakMap<Db, Map<string, Run>>();

/** The last run over the change that waits under this key. */
export function runOf(db: Db, key: string): Run | undefined {
  return runs.get(db)?.get(key);
}

/** Forgets a run that has ended, so that the next look at the change reckons it anew. */
export function forgetRun(db: Db, key: string): void {
  if (runOf(db, key)?.result) runs.get(db)?.delete(key);
}

/**
 * Starts to reckon a change, or to make it, in a thread of its own; returns at once.
 * @throws Conflict while another one goes on, or an import writes
 */
export function startRun(world: World, key: string, task: Task, order: ChangeOrder): Run {
  const { db, file } = world;
  const all = runs.get(db) ?? new Map<string, Run>();
  runs.set(db, all);
  if ([...all.values()].some((each) => each.result === null))
    throw new Conflict('另一项工作日历变更正在计算，请等它完成后再操作。');
  if (task === 'change' && runningRun(db) !== null)
    throw new Conflict('有工单文件正在导入，尚未写入日历。请等导入完成后再点确认。');
  const run = watch(
    world,
    new Worker(new URL('./worker.ts', import.meta.url), workerOptions(file, task, order)),
  );
  const started = Object.assign(run, { task, order, userId: order.userId });
  all.delete(key);
  all.set(key, started);
  for (const old of [...all.keys()].slice(0, -RUNS_KEPT)) all.delete(old);
  return started;
}

/** Waits for the end of a run, but not longer than a reader of the page would like to. */
export async function waitFor(run: Run, ms: number): Promise<void> {
  await Promise.race([run.finished, sleep(ms, undefined, { ref: false })]);
}

function workerOptions(file: string, task: Task, order: ChangeOrder) {
  const workerData: WorkerOrder = { file, task, order };
  return { workerData };
}

/** The worker is let in to write once nobody here writes any more; whatever becomes of it, the gate opens again. */
function watch({ db }: World, worker: Worker): Pick<Run, 'stage' | 'result' | 'finished'> {
  let open = () => {};
  let result: Result = { failure: 'broken_off' };
  const run: Pick<Run, 'stage' | 'result' | 'finished'> = {
    stage: { phase: 'reckoning', done: 0, total: 0 },
    result: null,
    finished: new Promise((resolve) => {
      worker.on('exit', () => {
        open();
        forgetCalendar(db);
        run.result = result;
        resolve();
      });
    }),
  };
  worker.unref();
  worker.on('error', (error) => logError({ job: 'calendar' }, error));
  worker.on('message', async (said: WorkerSays) => {
    if ('progress' in said) run.stage = said.progress;
    else if ('result' in said) result = said.result;
    else if (db.open) {
      open = await closeGate(db);
      // It may have ended while others were still waited for.
      if (run.result) open();
      else worker.postMessage('write');
    }
  });
  return run;
}
