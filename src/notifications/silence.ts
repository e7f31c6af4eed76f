import type { Db } from '../db/open.ts';

const silent = new WeakSet<Db>();

/** Does something that nobody is told of: a demonstration lives through months that never were. */
export function inSilence<T>(db: Db, work: () => T): T {
  silent.add(db);
  try {
    return work();
  } finally {
    silent.delete(db);
  }
}

export function isSilent(db: Db): boolean {
  return silent.has(db);
}
