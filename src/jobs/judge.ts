import { momentsOf } from './cron-line.ts';
import type { Desk } from './desk.ts';
import type { Job } from './jobs.ts';

/** 'late': three of its moments have passed without a good end. */
export type JobState = 'well' | 'late' | 'hung';

/** A job that runs longer than this hangs, unless it says otherwise. */
export const USUAL_PATIENCE = 10 * 60_000;
const MISSED = 3;
/** Jobs of every few seconds are not judged by seconds. */
const GRACE = 2 * 60_000;

/** How a job fares, and since when it does not: epoch ms. */
export function judge(desk: Desk, job: Job, now: number): { state: JobState; since: number } {
  const began = desk.running.get(job.name);
  const running = began === undefined ? 0 : desk.elapsed() - began;
  if (running > (job.patience ?? USUAL_PATIENCE)) return { state: 'hung', since: now - running };
  const good = desk.good.get(job.name) ?? desk.since;
  const late = began === undefined && now - good > GRACE && nthDue(job.when, now, MISSED) > good;
  return { state: late ? 'late' : 'well', since: good };
}

/** The nth moment of a cron line before now. */
function nthDue(line: string, now: number, nth: number): number {
  return (
    momentsOf(line, now, 'before')
      .drop(nth - 1)
      .next().value ?? Number.NEGATIVE_INFINITY
  );
}
