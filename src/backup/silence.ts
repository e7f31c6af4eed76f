import { sayDuration } from '../calendar/words.ts';
import { inWorker } from '../jobs/in-worker.ts';
import { NotTaken } from './fault.ts';
import type { BackupOrder, Outcome, Told } from './order.ts';
import { NOTHING } from './tidy.ts';

/*
 * A network disk that is gone may answer nothing, not even that: a thread that asks it stands still until it is back, and
 * nothing can end it. Then it is left to itself, and until it comes back that folder is left out.
 */

/** Folders in which a thread of this process stands still. */
const silent = new Set<string>();

export function withoutSilent(order: BackupOrder): BackupOrder {
  return { ...order, places: order.places.filter(({ folder }) => !silent.has(folder)) };
}

export function silentStill(folder: string, mounted: boolean): Outcome {
  const fault = '仍然没有响应，这一次没有再试。请检查网络和存储设备；恢复响应后会自动继续备份';
  return { folder, fault, sidecar: null, mounted, tidied: NOTHING };
}

/**
 * Makes a backup in a thread of its own.
 * @param silence after so long without a sign of life it is given up, in ms
 * @throws NotTaken where it was given up, with what stood still
 */
export async function inThread(
  order: BackupOrder,
  hear: (told: Told) => void,
  stop: AbortController,
  silence: number,
): Promise<void> {
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  const open = new Set(order.places.map(({ folder }) => folder));
  const tooLong = setTimeout(() => {
    const [folder = ''] = open;
    silent.add(folder);
    void work.catch(() => undefined).finally(() => silent.delete(folder));
    reject(new NotTaken(`${folder} 已有${sayDuration(silence)}没有响应，没有写成。请检查网络和存储设备`));
    stop.abort();
  }, silence).unref();
  const listen = (told: Told) => {
    if (stop.signal.aborted) return;
    tooLong.refresh();
    if ('outcome' in told) open.delete(told.outcome.folder);
    hear(told);
  };
  const work = inWorker<Outcome[]>(WORKER, order, (told) => listen(told as Told), stop.signal);
  try {
    await Promise.race([work, givenUp]);
  } finally {
    clearTimeout(tooLong);
  }
}

const WORKER = new URL('make-worker.ts', import.meta.url);
