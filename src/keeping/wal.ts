import { statSync } from 'node:fs';
import { inWorker } from '../jobs/in-worker.ts';
import type { WalOrder } from './wal-worker.ts';

/** Usually 8 MB (wal_autocheckpoint); what long readers let grow stays on the disk. */
const LARGE = 64 * 1024 * 1024;
const WORKER = new URL('./wal-worker.ts', import.meta.url);

/** Shortens the log of writes where it has stayed large. @returns whether it was large */
export async function shortenWal(file: string, large = LARGE): Promise<boolean> {
  const size = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= large) return false;
  await inWorker<void>(WORKER, { file } satisfies WalOrder);
  return true;
}
