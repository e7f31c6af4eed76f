import { join } from 'node:path';
import { anything, Disk, EVERYTHING, type Manner, NOTHING, type Syncs } from './disk.ts';
import type { Promised } from './promises.ts';
import { below, type Random, seeded } from './random.ts';
import type { Recorded } from './record.ts';
import type { Step } from './recording.ts';

/** A power cut before a step of the recording. */
export type Cut = {
  n: number;
  step: Step;
  /** What had been acknowledged by then. */
  promises: readonly Promised[];
};

/**
 * Plays a recording and cuts the power so many times; what is on the disk then lies in the folder `into` until the next
 * cut is asked for.
 */
export function* cutsOf(
  { root, before, steps }: Recorded,
  times: number,
  into: string,
  syncs: Syncs = 'heeded',
): Generator<Cut, void> {
  const random = seeded(times);
  const moments = momentsOf(steps, times, random);
  const disk = new Disk(root, before, syncs);
  const promises = new Promises(root);
  for (const [n, step] of steps.entries()) {
    for (let cuts = moments.get(n) ?? 0; cuts > 0; cuts--) {
      disk.cut(into, random, mannerOf(random));
      yield { n, step, promises: promises.made };
    }
    disk.take(step);
    promises.take(step);
  }
}

/** How often before which step: two thirds before an fsync, spread over those worth it, the others anywhere. */
function momentsOf(steps: readonly Step[], times: number, random: Random): Map<number, number> {
  const syncs = syncsWorthACut(steps);
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

/** So many fsyncs after one that failed it may still come out that nobody heeded it. */
const AFTERMATH = 6;

/** All of them; where some failed, those that come after. */
function syncsWorthACut(steps: readonly Step[]): number[] {
  const isFailing = steps.some(({ op }) => op === 'not_synced');
  let left = isFailing ? 0 : steps.length;
  return steps.flatMap(({ op }, n) => {
    if (op === 'not_synced') left = AFTERMATH;
    return op === 'synced' && left-- > 0 ? [n] : [];
  });
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
