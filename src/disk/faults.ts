import type { Db } from '../db/open.ts';
import { type StorageFault, storageFaultOf } from './storage-fault.ts';

/** The last fault that the disk showed; `at` is epoch ms. */
export type SeenFault = { fault: StorageFault; at: number };

const seen = new WeakMap<Db, SeenFault>();

/** Remembers in memory, where else on such a disk, that a request or a job ran into a fault. Other errors are nothing to it. */
export function noteFault(db: Db, error: unknown, now: number): void {
  const fault = storageFaultOf(error);
  if (fault) seen.set(db, { fault, at: now });
}

export function lastFault(db: Db): SeenFault | null {
  return seen.get(db) ?? null;
}
