import { schedule } from 'node-cron';
import type { World } from '../web/context.ts';
import { logError } from '../web/log.ts';
import { JOBS, type Job } from './jobs.ts';

/** Does every job once now and then at its times, until the returned function is called. */
export function startJobs(world: World, jobs: readonly Job[] = JOBS): () => void {
  for (const job of jobs) attempt(job, world);
  const tasks = jobs.map((job) =>
    schedule(job.when, () => attempt(job, world), {
      name: job.name,
      timezone: 'Asia/Shanghai',
      suppressMissedWarning: true,
      unref: true,
    }),
  );
  return () => {
    for (const task of tasks) void task.destroy();
  };
}

/** What fails, on a full disk for one, is tried again at the next time; nothing else waits for it. */
function attempt(job: Job, world: World): void {
  const failed = (error: unknown) => logError({ job: job.name }, error);
  try {
    Promise.resolve(job.work(world)).catch(failed);
  } catch (error) {
    failed(error);
  }
}
