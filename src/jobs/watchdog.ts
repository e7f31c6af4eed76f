/** Both clocks at one moment: the wall clock, which can be set, and ms that only ever grow. */
export type Moment = { wall: number; elapsed: number };
type Clocks = { now: () => number; elapsed: () => number };

/** Often, so that it comes before node-cron, which would go through a day that was leapt over moment by moment. */
const TICK = 500;
/** Less than this is what an ordinary correction of the clock does. */
const STEP = 2000;
const LOOK_EVERY = 60_000;

/** By how many ms the wall clock was set between two moments: forward, or back (negative). A suspended machine counts. */
export function stepBetween(before: Moment, after: Moment): number {
  return after.wall - before.wall - (after.elapsed - before.elapsed);
}

/**
 * Sees to it that time goes on. node-cron waits for a moment of the wall clock and so stops ticking for good when that
 * is set back; and a job that hangs cannot report itself. Therefore this is a plain timer, outside node-cron.
 * @param act what to do when the clock was set, and once a minute
 * @returns ends the watch
 */
export function watch({ now, elapsed }: Clocks, act: { stepped: () => void; look: () => void }): () => void {
  const moment = () => ({ wall: now(), elapsed: elapsed() });
  let last = moment();
  let looked = last.elapsed;
  const timer = setInterval(() => {
    const before = last;
    last = moment();
    if (Math.abs(stepBetween(before, last)) >= STEP) act.stepped();
    if (last.elapsed - looked < LOOK_EVERY) return;
    looked = last.elapsed;
    act.look();
  }, TICK);
  timer.unref();
  return () => clearInterval(timer);
}
