import { schedule } from 'node-cron';
import { raiseAlarms } from '../health/alarms.ts';
import type { World } from '../web/context.ts';
import { logError } from '../web/log.ts';
import { newDesk } from './desk.ts';
import { JOBS, type Job } from './jobs.ts';
import { runJob } from './run-job.ts';
import { watch } from './watchdog.ts';

/** A moment that was missed by less than this is made up for. */
const TOLERANCE = 3_600_000;

/**
 * Does every job once now, again at its times, and at once when the clock was set; until the returned function is
 * called, which resolves when those that run have ended.
 */
export function startJobs(
  world: World,
  jobs: readonly Job[] = JOBS,
  elapsed = () => performance.now(),
): () => Promise<void> {
  const desk = newDesk(world.db, jobs, world.now(), elapsed);
  const going = new Set<Promise<void>>();
  const attempt = (job: Job) => {
    const run = runJob(desk, job, world).finally(() => going.delete(run));
    going.add(run);
  };
  const begin = () => {
    for (const job of jobs) attempt(job);
    return jobs.map((job) => ticking(job, () => attempt(job)));
  };
  let tasks = begin();
  const end = () => {
    for (const task of tasks) void task.destroy();
  };
  const stepped = () => {
    logError({ job: 'watchdog' }, 'the clock was set: all jobs are done once and scheduled anew');
    end();
    desk.since = world.now();
    desk.good.clear();
    tasks = begin();
  };
  const stopWatch = watch({ now: world.now, elapsed }, { stepped, look: () => void raiseAlarms(world) });
  return async () => {
    stopWatch();
    end();
    await Promise.all(going);
  };
}

function ticking({ name, when }: Job, work: () => void) {
  return schedule(when, work, {
    name,
    timezone: 'Asia/Shanghai',
    missedExecutionTolerance: TOLERANCE,
    suppressMissedWarning: true,
    unref: true,
  });
}
