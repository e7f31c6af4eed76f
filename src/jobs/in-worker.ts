import { parentPort, Worker, workerData } from 'node:worker_threads';

/** What a thread says while it works, and at the end. */
type Says = { progress: unknown } | { result: unknown } | { fault: { message: string; code: string } };

/** What went wrong in a thread; `code` as SQLite or the system calls it, '' otherwise. */
export class WorkerFault extends Error {
  readonly code: string;

  constructor({ message, code }: { message: string; code: string }) {
    super(message);
    this.code = code;
  }
}

/**
 * Does long work in a thread of its own, so that nobody's page waits for it. The module answers with `answer`; order,
 * progress and result are plain data. A thread is not waited for when the program ends; `signal` ends it before.
 * @throws WorkerFault when the work fails, or the thread ends without a result
 */
export function inWorker<Result>(
  module: URL,
  order: object,
  onProgress: (progress: unknown) => void = () => undefined,
  signal?: AbortSignal,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(module, { workerData: order });
    worker.unref();
    signal?.addEventListener('abort', () => void worker.terminate());
    worker.on('message', (said: Says) => {
      if ('progress' in said) onProgress(said.progress);
      else if ('result' in said) resolve(said.result as Result);
      else reject(new WorkerFault(said.fault));
    });
    worker.on('error', reject);
    worker.on('exit', () =>
      reject(new WorkerFault({ message: 'the thread ended without a result', code: '' })),
    );
  });
}

/** The other side: what the module of a thread does with its order. */
export function answer<Order, Result>(
  work: (order: Order, say: (progress: unknown) => void) => Result | Promise<Result>,
): void {
  const post = (says: Says) => parentPort?.postMessage(says);
  void (async () => {
    try {
      post({ result: await work(workerData as Order, (progress) => post({ progress })) });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      post({ fault: { message: error instanceof Error ? error.message : String(error), code } });
    }
  })();
}
