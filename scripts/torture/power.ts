import { join } from 'node:path';
import { backupFaults, backupsBeside } from './backups.ts';
import { cutsOf } from './cuts.ts';
import type { Syncs } from './disk.ts';
import { inFolder } from './folder.ts';
import { type Found, inspect } from './inspect.ts';
import { nothingYet, type Options, type Outcome, soFar } from './outcome.ts';
import { DATABASE } from './promises.ts';
import { type Recorded, record } from './record.ts';

/*
 * The power is cut while the product writes: at every fsync, and at moments between. Of what was not synced, anything
 * may be there afterwards or not, in any order of sectors; what was acknowledged has to be there.
 */

/** Later than anything that the writer has written. */
export const AFTERWARDS = Date.UTC(2026, 10, 23, 9);

export async function run(options: Options): Promise<Outcome> {
  return inFolder(async (work) => {
    const recorded = await record(work, ['--writes', String(writesFor(options.times))]);
    options.say(`${recorded.steps.length} steps recorded`);
    return cutPower('power', recorded, options, work);
  });
}

/** So many that there is an fsync for each cut: about two for a write. */
export function writesFor(times: number): number {
  return Math.max(24, Math.ceil(times / 3));
}

type Kind = { syncs?: Syncs; missing?: Missing };

/** Cuts the power so many times on a disk of that kind, and looks for what was acknowledged. */
export function cutPower(
  part: string,
  recorded: Recorded,
  { times, say }: Options,
  work: string,
  { syncs = 'heeded', missing = 'lost' }: Kind = {},
): Outcome {
  const facts = {
    steps: recorded.steps.length,
    'at an fsync': 0,
    'acknowledged writes': 0,
    'backups found whole': 0,
  };
  const outcome = { ...nothingYet(part), facts };
  const into = join(work, 'cut');
  const path = join(into, DATABASE);
  for (const { n, step, promises } of cutsOf(recorded, times, into, syncs)) {
    const found = inspect(path, AFTERWARDS, promises);
    // In a file that is not whole reading may fail.
    if (found.damage.length === 0) found.damage.push(...backupFaults(path));
    judge(outcome, `cut before step ${n}`, found, missing);
    facts['backups found whole'] += backupsBeside(path).filter(({ fault }) => fault === null).length;
    if (step.op === 'synced') facts['at an fsync'] += 1;
    facts['acknowledged writes'] = promises.length;
    outcome.tried += 1;
    if (outcome.tried % 100 === 0) say(soFar(outcome));
  }
  return outcome;
}

/**
 * What a write is called that was acknowledged and is not there: on a disk that said that it failed the acknowledgement
 * was false.
 */
type Missing = 'lost' | 'falseSuccess';

/** Adds what was found in a file to the outcome. */
export function judge(
  outcome: Outcome,
  when: string,
  { damage, broken }: Found,
  missing: Missing = 'lost',
): void {
  outcome[missing] += broken.length;
  if (damage.length > 0) outcome.damaged += 1;
  const faults = [...damage, ...broken.slice(0, 3).map((each) => `lost: ${each}`)];
  if (faults.length > 0) outcome.failures.push(`${when}: ${faults.join('; ')}`);
}
