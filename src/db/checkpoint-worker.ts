import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { storageFaultOf } from '../disk/storage-fault.ts';
import { answer } from '../jobs/in-worker.ts';
import { connect } from './connect.ts';
import type { Db } from './open.ts';

export type CheckpointOrder = {
  file: string;
  /** How often is looked, in ms. */
  every: number;
  /** From so many pages on they are copied: fewer are not worth the two fsyncs. */
  worth: number;
  /** From so many bytes on the log is cut short: what long readers, such as a backup, let grow stays on the disk. */
  large: number;
};

/** In pages. */
const NEARLY_ALL = 200;

answer<CheckpointOrder, never>(async ({ file, ...limits }) => {
  const db = connect(file);
  // Whoever is writing or reading at this moment is not waited for: the next turn comes soon.
  db.pragma('busy_timeout = 0');
  for (;;) {
    await sleep(limits.every);
    keepShort(db, `${file}-wal`, limits);
  }
});

function keepShort(db: Db, log: string, { worth, large }: Omit<CheckpointOrder, 'file'>): void {
  try {
    const isLarge = sizeOf(log) > large;
    if (!isLarge && uncopied(db, 'NOOP') <= worth) return;
    // Whoever saves waits while the log is cut short: until then nearly all has to be copied.
    if (uncopied(db, 'PASSIVE') <= NEARLY_ALL && isLarge) db.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    // On a full or failing disk whoever saves is told so.
    if (storageFaultOf(error) === null) throw error;
  }
}

/** Pages that stand in the log only, after a checkpoint of that kind. */
function uncopied(db: Db, kind: 'NOOP' | 'PASSIVE'): number {
  const [state] = db.pragma(`wal_checkpoint(${kind})`) as { log: number; checkpointed: number }[];
  return state ? state.log - state.checkpointed : 0;
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
