import { setImmediate } from 'node:timers/promises';
import { throughGate } from '../db/gate.ts';
import type { Db } from '../db/open.ts';

/** Does long work slice by slice, so that requests are answered in between; stops where the file is closed. */
export async function inSlices(db: Db, slices: Iterator<unknown>): Promise<void> {
  while (db.open && !(await throughGate(db, () => slices.next().done))) await setImmediate();
}
