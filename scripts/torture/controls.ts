import type { Syncs } from './disk.ts';
import { inFolder } from './folder.ts';
import { nothingYet, type Options, type Outcome } from './outcome.ts';
import { cutPower, writesFor } from './power.ts';
import { record } from './record.ts';

/*
 * The power cuts once more, where they have to do harm: to a program that does not wait for the disk, and on a disk that
 * does not heed it. A harness that finds nothing there would find nothing anywhere.
 */

type Control = { name: string; writerSays: readonly string[]; syncs: Syncs };

const CONTROLS: readonly Control[] = [
  { name: 'synchronous=OFF', writerSays: ['--synchronous', 'OFF'], syncs: 'heeded' },
  { name: 'synchronous=NORMAL', writerSays: ['--synchronous', 'NORMAL'], syncs: 'heeded' },
  { name: 'fsync without effect', writerSays: [], syncs: 'ignored' },
];

const TURNS = 4;

export async function run(options: Options): Promise<Outcome> {
  const outcome = nothingYet('controls');
  for (const control of CONTROLS) {
    const harm = { tried: 0, lost: 0, damaged: 0 };
    // A handful of cuts may all fall where nothing is at stake: then some more.
    for (let turn = 0; turn < TURNS && harm.lost === 0; turn++) {
      const found = await inFolder((work) => harmOf(control, options, work));
      for (const count of ['tried', 'lost', 'damaged'] as const) harm[count] += found[count];
    }
    outcome.tried += harm.tried;
    outcome.facts[control.name] = `${harm.lost} lost, ${harm.damaged} damaged`;
    // What was acknowledged has to be missed; that it were damaged alone would prove too little.
    if (harm.lost === 0) outcome.failures.push(`${control.name}: nothing was lost, so the harness is blind`);
  }
  return outcome;
}

async function harmOf(
  { name, writerSays, syncs }: Control,
  options: Options,
  work: string,
): Promise<Outcome> {
  const recorded = await record(work, ['--writes', String(writesFor(options.times)), ...writerSays]);
  return cutPower(name, recorded, options, work, { syncs });
}
