import { join } from 'node:path';
import { anything, Disk, EVERYTHING, type Manner, NOTHING } from './disk.ts';
import { inFolder } from './folder.ts';
import { inspect } from './inspect.ts';
import { nothingYet, type Options, type Outcome } from './outcome.ts';
import { DATABASE, type Promised } from './promises.ts';
import { below, type Random, seeded } from './random.ts';
import { type Recorded, record } from './record.ts';
import type { Step } from './recording.ts';

/*
 * The power is cut while the product writes: at every fsync, and at moments between. Of what was not synced, anything
 * may be there afterwards or not, in any order of sectors; what was acknowledged has to be there.
 */

/** Later than anything that the writer has written. */
const AFTERWARDS = Date.UTC(2026, 10, 23, 9);

export async function run(options: Options): Promise<Outcome> {
  return inFolder(async (work) => {
    const recorded = await record(work, ['--writes', String(writesFor(options.times))]);
    options.say(`${recorded.steps.length} steps recorded`);
    return cutPower('power', recorded, options, work);
  });
}

/** So many that there is an fsync for each cut, and no more: about two for a write. */
export function writesFor(times: number): number {
  return Math.max(24, Math.ceil(times / 3));
}

/** @param heedsSync false: on a disk where no fsync has any effect, as a control */
export function cutPower(
  part: string,
  { root, before, steps }: Recorded,
  { times, say }: Options,
  work: string,
  heedsSync = true,
): Outcome {
  const outcome = { ...nothingYet(part), facts: { steps: steps.length, 'at an fsync': 0, promises: 0 } };
  const random = seeded(times);
  const moments = momentsOf(steps, times, random);
  const disk = new Disk(root, before, heedsSync);
  const promises = new Promises(root);
  const into = join(work, 'cut');
  for (const [n, step] of steps.entries()) {
    for (let cuts = moments.get(n) ?? 0; cuts > 0; cuts--) {
      disk.cut(into, random, mannerOf(random));
      judge(outcome, n, inspect(join(into, DATABASE), AFTERWARDS, promises.made));
      if (step.op === 'synced') outcome.facts['at an fsync'] += 1;
      outcome.tried += 1;
      if (outcome.tried % 100 === 0) say(`${outcome.tried} of ${times} cuts`);
    }
    disk.take(step);
    promises.take(step);
  }
  outcome.facts.promises = promises.made.length;
  return outcome;
}

function judge(outcome: Outcome, moment: number, { damage, broken }: ReturnType<typeof inspect>): void {
  outcome.lost += broken.length;
  if (damage.length > 0) outcome.damaged += 1;
  const faults = [...damage, ...broken.slice(0, 3).map((each) => `lost: ${each}`)];
  if (faults.length > 0) outcome.failures.push(`cut before step ${moment}: ${faults.join('; ')}`);
}

/** How often before which step: two thirds before an fsync, spread over all of them, the others anywhere. */
function momentsOf(steps: readonly Step[], times: number, random: Random): Map<number, number> {
  const syncs = steps.flatMap((step, n) => (step.op === 'synced' ? [n] : []));
  const wanted = Math.min(syncs.length, Math.ceil((times * 2) / 3));
  const atSyncs = Array.from(
    { length: wanted },
    (_, n) => syncs[Math.floor((n * syncs.length) / wanted)] ?? 0,
  );
  const between = Array.from({ length: times - wanted }, () => below(random, steps.length));
  const moments = new Map<number, number>();
  for (const at of [...atSyncs, ...between]) moments.set(at, (moments.get(at) ?? 0) + 1);
  return moments;
}

/** A third of the cuts loses all that was not synced; that is what most disks do. */
function mannerOf(random: Random): Manner {
  const drawn = random();
  return drawn < 0.3 ? NOTHING : drawn < 0.4 ? EVERYTHING : anything(random);
}

/** What the writer has acknowledged so far: somebody else knows of it, whatever becomes of the disk. */
class Promises {
  readonly made: Promised[] = [];
  readonly #channel: string;
  #inode: bigint | null = null;

  constructor(root: string) {
    this.#channel = join(root, 'acks');
  }

  take(step: Step): void {
    if (step.op === 'opened' && step.path === this.#channel) this.#inode = step.inode;
    if (step.op === 'written' && step.inode === this.#inode)
      this.made.push(JSON.parse(step.data.toString('utf8')) as Promised);
  }
}
