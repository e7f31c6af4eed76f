import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Faults, type FaultyDisk, faultyDisk } from './faults.ts';
import { inFolder } from './folder.ts';
import { inspect } from './inspect.ts';
import { Office } from './office.ts';
import { nothingYet, type Options, type Outcome, soFar } from './outcome.ts';
import { judge } from './power.ts';
import { type Server, startServer } from './server.ts';

/*
 * The real server on a disk that fails: fsync (by libfiu), writes, room. What was answered as saved has to be there after
 * a kill -9 and the next start; what was not was answered 507; once the disk has recovered the next write succeeds by
 * itself.
 */

const DISKS: readonly Faults[] = [
  { syncs: 20 },
  { syncs: 60 },
  { writes: 5 },
  { room: 20 },
  { syncs: 10, writes: 5, room: 10 },
];

/** So many answers are waited for while the disk fails, and so long at most, in ms. */
const ANSWERS = 60;
const PATIENCE = 6000;
/** The next write has to succeed so soon after the disk has recovered, in ms. */
const RECOVERY = 10_000;

export async function run({ times, say }: Options): Promise<Outcome> {
  const sums = {
    'failed fsyncs': 0,
    'failed writes': 0,
    acknowledged: 0,
    refused: 0,
    'slowest recovery, ms': 0,
  };
  const outcome = { ...nothingYet('fsync-errors'), facts: sums };
  for (let time = 0; time < times; time++) {
    await inFolder(async (work) => {
      const once = await tryOnce(work, DISKS[time % DISKS.length] ?? {}, outcome);
      sums['failed fsyncs'] += once.failed.syncs;
      sums['failed writes'] += once.failed.writes + once.failed.room;
      sums.acknowledged += once.acknowledged;
      sums.refused += once.refused;
      sums['slowest recovery, ms'] = Math.max(sums['slowest recovery, ms'], once.recovery);
    });
    if (time % 10 === 9) say(soFar(outcome));
  }
  if (sums['failed fsyncs'] === 0 || sums.refused === 0)
    outcome.failures.push('nothing failed: the shim is blind');
  return outcome;
}

async function tryOnce(work: string, faults: Faults, outcome: Outcome) {
  const folder = join(work, 'site');
  mkdirSync(folder);
  const office = new Office(join(folder, 'hotline.db'), outcome);
  const disk = faultyDisk(folder, work);
  const server = startServer(office.path, disk.env);
  const address = await server.address;
  if (address === null) throw new Error(`the server did not start: ${server.complaints()}`);
  const working = office.work(address);
  await office.answers(5, PATIENCE);
  disk.set(server.pid, faults);
  await office.answers(ANSWERS, PATIENCE);
  const recovery = await recover(office, server, disk, outcome);
  const died = await server.kill();
  await working;
  const failed = disk.failed();
  disk.close();
  if (died !== 'SIGKILL') outcome.failures.push(`the server ended by itself: ${died} ${server.complaints()}`);
  outcome.tried += 1;
  const found = inspect(office.path, Date.now(), office.promises);
  judge(outcome, `failing disk ${outcome.tried}`, found, 'falseSuccess');
  return { failed, recovery, acknowledged: office.promises.length, refused: office.refused };
}

/** @returns after how many ms the next write succeeded */
async function recover(office: Office, { pid }: Server, disk: FaultyDisk, outcome: Outcome): Promise<number> {
  const began = performance.now();
  const before = office.promises.length;
  disk.set(pid, {});
  while (office.promises.length === before && performance.now() - began < RECOVERY) await sleep(5);
  if (office.promises.length === before) outcome.failures.push('no write succeeded within 10 s');
  return Math.round(performance.now() - began);
}
