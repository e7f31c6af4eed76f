import { throughGate } from '../db/gate.ts';
import { noteFault } from '../disk/faults.ts';
import type { World } from '../web/context.ts';
import { logError } from '../web/log.ts';
import type { Desk } from './desk.ts';
import { faultOf } from './fault.ts';
import type { Job } from './jobs.ts';
import { noteEnd, noteStart, type Run } from './runs.ts';

/** How long a job waits for a worker that writes, in ms: it has nobody who looks on. */
const WAIT = 3_600_000;
/** Good runs of a quiet job are written down once in so many ms. */
const QUIET_NOTE = 60_000;

/** Does a job, never twice at once. What fails is written down and tried again at its next time. Never throws. */
export async function runJob(desk: Desk, job: Job, world: World): Promise<void> {
  if (desk.running.has(job.name)) return;
  desk.running.set(job.name, desk.elapsed());
  try {
    await doAndNote(desk, job, world);
  } catch (error) {
    logError({ job: job.name }, error);
  } finally {
    desk.running.delete(job.name);
  }
}

async function doAndNote(desk: Desk, job: Job, world: World): Promise<void> {
  const { db, now } = world;
  let run: Run = { job: job.name, id: null, startedAt: now() };
  let fault = '';
  try {
    // What it does at once is done inside the gate; what it does later goes through the gate by itself.
    const { rest } = await throughGate(
      db,
      () => {
        if (!job.quiet) run = noteStart(db, job.name, now());
        return { rest: job.work(world) };
      },
      WAIT,
    );
    await rest;
  } catch (error) {
    if (!db.open) return;
    logError({ job: job.name }, error);
    noteFault(db, error, now());
    fault = faultOf(error);
  }
  const end = { at: now(), fault };
  if (!fault) desk.good.set(job.name, end.at);
  if (isWorthNoting(desk, job, fault)) await throughGate(db, () => db.open && noteEnd(db, run, end), WAIT);
}

function isWorthNoting({ noted, elapsed }: Desk, { name, quiet }: Job, fault: string): boolean {
  const before = noted.get(name);
  if (quiet && !fault && before !== undefined && elapsed() - before < QUIET_NOTE) return false;
  if (fault) noted.delete(name);
  else noted.set(name, elapsed());
  return true;
}
