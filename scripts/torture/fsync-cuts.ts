import { join } from 'node:path';
import { failingSyncs } from './faults.ts';
import { inFolder } from './folder.ts';
import type { Options, Outcome } from './outcome.ts';
import { cutPower } from './power.ts';
import { record } from './record.ts';

/*
 * The power is cut while fsyncs fail, by libfiu: what was said to be saved, and every backup that is noted as good, has
 * to be on the disk. After a kill -9 it would be there without any fsync, so that one that failed and was not heeded
 * could not be told from one that did its work.
 */

/** So few that most backups come to their end, for which a dozen fsyncs have to succeed. */
const FAILING_PER_CENT = 10;
const WRITES_A_BACKUP = 4;

export async function run(options: Options): Promise<Outcome> {
  return inFolder(async (work) => {
    const writes = 2 * options.times;
    const backups = Math.ceil(writes / WRITES_A_BACKUP);
    const said = { writes, backups, failing: FAILING_PER_CENT };
    const recorded = await record(
      work,
      Object.entries(said).flatMap(([name, value]) => [`--${name}`, String(value)]),
      new Map(),
      (env) => ({ ...env, ...failingSyncs(env.LD_PRELOAD ?? '', join(work, 'fiu')) }),
    );
    const disk = { syncs: 'forgotten when they fail', missing: 'falseSuccess' } as const;
    const outcome = cutPower('fsync-cuts', recorded, options, work, disk);
    const failed = recorded.steps.filter(({ op }) => op === 'not_synced').length;
    outcome.facts['failed fsyncs'] = failed;
    if (failed === 0) outcome.failures.push('no fsync failed: libfiu does not reach the process');
    return outcome;
  });
}
