import type { Db } from '../db/open.ts';
import type { Job } from './jobs.ts';

/** What goes on in this process: judged by it, the clock may be set as it will. */
export type Desk = {
  readonly jobs: readonly Job[];
  /** Ms that only ever grow, whatever is done to the clock. */
  readonly elapsed: () => number;
  /** Since when it is watched, epoch ms: its start, or the last time the clock was set. */
  since: number;
  /** Jobs that run now, since when (elapsed). */
  readonly running: Map<string, number>;
  /** Last good end, epoch ms; forgotten when the clock is set. */
  readonly good: Map<string, number>;
  /** When a good end of a quiet job was last written down (elapsed). */
  readonly noted: Map<string, number>;
};

const desks = new WeakMap<Db, Desk>();

/** The jobs that were started on this file; undefined where none were. */
export function deskOf(db: Db): Desk | undefined {
  return desks.get(db);
}

export function newDesk(db: Db, jobs: readonly Job[], now: number, elapsed: () => number): Desk {
  const desk = { jobs, elapsed, since: now, running: new Map(), good: new Map(), noted: new Map() };
  desks.set(db, desk);
  return desk;
}
