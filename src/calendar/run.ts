import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { closeGate } from '../db/gate.ts';
import type { Db } from '../db/open.ts';
import { runningRun } from '../import/start.ts';
import type { World } from '../web/context.ts';
import { Conflict } from '../web/errors.ts';
import { logError } from '../web/log.ts';
import type { Changed, ChangeOrder } from './change.ts';
import { forgetCalendar } from './current.ts';
import type { Forecast } from './foresee.ts';

export type Task = 'foresee' | 'change';
/** A forecast as the result of a change: it was overtaken, and nothing was written. */
export type Result = { forecast: Forecast } | Changed | { failure: Failure };
export type Failure = 'full' | 'busy' | 'importing' | 'unexpected' | 'broken_off';
type Stage = { phase: 'reckoning' | 'writing'; done: number; total: number };

/** What the worker starts with, what it is told later, and what it says. */
export type WorkerOrder = { file: string; task: Task; order: ChangeOrder };
export type WorkerTold = { order: ChangeOrder } | { write: true } | { stop: true };
export type WorkerSays = { progress: Stage } | { ready: true } | { result: Result };

/** One run of the reckoning, kept in memory: the file either has all of it or nothing. */
export type Run = {
  readonly task: Task;
  readonly order: ChangeOrder;
  stage: Stage;
  /** Null while it goes on. */
  result: Result | null;
  readonly finished: Promise<void>;
  readonly end: (result: Result) => void;
};

/** The one worker that there is; after a preview it still knows what it has reckoned. */
type Thread = { key: string; worker: Worker; run: Run; open: () => void };
type Runs = { byKey: Map<string, Run>; thread: Thread | null };

const RUNS_KEPT = 20;
const runs = new WeakMap<Db, Runs>();

/** The last run over the change that waits under this key. */
export function runOf(db: Db, key: string): Run | undefined {
  return runs.get(db)?.byKey.get(key);
}

/** Forgets a run that has ended: the change is given up, or the next look at it reckons it anew. */
export function forgetRun(db: Db, key: string): void {
  const all = runs.get(db);
  if (!all?.byKey.get(key)?.result) return;
  all.byKey.delete(key);
  if (all.thread?.key === key) dismiss(all);
}

/**
 * Starts to reckon a change, or to make it, in a thread of its own; returns at once.
 * @throws Conflict while another one goes on, or an import writes
 */
export function startRun(world: World, key: string, task: Task, order: ChangeOrder): Run {
  const { db } = world;
  const all = runs.get(db) ?? { byKey: new Map(), thread: null };
  runs.set(db, all);
  if (all.thread && !all.thread.run.result)
    throw new Conflict('另一项工作日历变更正在计算，请等它完成后再操作。');
  if (task === 'change' && runningRun(db) !== null)
    throw new Conflict('有工单文件正在导入，尚未写入日历。请等导入完成后再点确认。');
  const run = newRun(db, task, order);
  if (task === 'change' && all.thread?.key === key) goOn(all.thread, run);
  else begin(world, all, key, run);
  all.byKey.delete(key);
  all.byKey.set(key, run);
  for (const old of [...all.byKey.keys()].slice(0, -RUNS_KEPT)) all.byKey.delete(old);
  return run;
}

/** Waits for the end of a run, but not longer than a reader of the page would like to. */
export async function waitFor(run: Run, ms: number): Promise<void> {
  await Promise.race([run.finished, sleep(ms, undefined, { ref: false })]);
}

function newRun(db: Db, task: Task, order: ChangeOrder): Run {
  const { promise, resolve } = Promise.withResolvers<void>();
  const run: Run = {
    ...{ task, order, stage: { phase: 'reckoning', done: 0, total: 0 }, result: null, finished: promise },
    end: (result) => {
      if (run.result) return;
      forgetCalendar(db);
      run.result = result;
      resolve();
    },
  };
  return run;
}

/** The worker that has made the preview writes it. */
function goOn(thread: Thread, run: Run): void {
  thread.run = run;
  say(thread.worker, { order: run.order });
}

function begin({ db, file }: World, all: Runs, key: string, run: Run): void {
  dismiss(all);
  const workerData: WorkerOrder = { file, task: run.task, order: run.order };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
  const thread: Thread = { key, worker, run, open: () => undefined };
  all.thread = thread;
  worker.unref();
  worker.on('error', (error) => logError({ job: 'calendar' }, error));
  worker.on('exit', () => {
    if (all.thread === thread) all.thread = null;
    conclude(thread, { failure: 'broken_off' });
  });
  worker.on('message', (said: WorkerSays) => {
    if ('progress' in said) thread.run.stage = said.progress;
    else if ('result' in said) conclude(thread, said.result);
    else void letIn(db, thread);
  });
}

/** Once nobody here writes any more; whatever becomes of it, the gate opens again. */
async function letIn(db: Db, thread: Thread): Promise<void> {
  if (!db.open || runningRun(db) !== null) {
    say(thread.worker, { stop: true });
    return conclude(thread, { failure: db.open ? 'importing' : 'broken_off' });
  }
  thread.open = await closeGate(db);
  // It may have ended while others were still waited for.
  if (thread.run.result) thread.open();
  else say(thread.worker, { write: true });
}

function conclude(thread: Thread, result: Result): void {
  thread.run.end(result);
  thread.open();
  thread.open = () => undefined;
}

function dismiss(all: Runs): void {
  void all.thread?.worker.terminate();
  all.thread = null;
}

function say(worker: Worker, told: WorkerTold): void {
  worker.postMessage(told);
}
