import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { reckonAllAgain } from './changed-rules.ts';
import { remindClock } from './remind.ts';
import { dueClocks } from './remind-queries.ts';
import { forgetTimeToCome } from './set-back.ts';

/** So long a slice may take, in ms, and so many clocks at most: requests are answered in between. */
const SLICE_MS = 8;
const SLICE = 100;

/**
 * Q-F1, Q-F2: writes what has fallen due since the last sweep, however long ago that was. First what is due, in its
 * order; then clocks whose reminders were never reckoned, or not since the rules changed.
 * @param now epoch ms
 * @yields how many clocks were looked at, slice by slice
 */
export function* sweep(db: Db, now: number): Generator<number, void> {
  forgetTimeToCome(db, now);
  yield* reckonAllAgain(db, now);
  for (const [from, to] of [
    [1, now],
    [0, 0],
  ] as const) {
    for (let done = slice(db, from, to, now); done > 0; done = slice(db, from, to, now)) yield done;
  }
}

/** One short transaction, ended by the count or by the time it took. */
function slice(db: Db, from: number, to: number, now: number): number {
  if (dueClocks(db, from, to, 1).length === 0) return 0;
  return transact(db, () => {
    const until = performance.now() + SLICE_MS;
    let done = 0;
    for (const clock of dueClocks(db, from, to, SLICE)) {
      remindClock(db, clock, now);
      done++;
      if (performance.now() > until) break;
    }
    return done;
  });
}
