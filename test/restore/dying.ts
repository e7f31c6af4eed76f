import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** The process is gone: whatever it still tries to do to a file fails. */
class Gone extends Error {}

const ACTS = [
  'renameSync',
  'linkSync',
  'rmSync',
  'fsyncSync',
  'utimesSync',
  'openSync',
  'writeFileSync',
] as const;

export type Death = {
  /** Before its so-manieth act on a file, from 1 on. */
  at: number;
  /** A file system without second names. */
  noLinks?: boolean;
};

/** Does something until the process dies. @returns whether it died before the work was done */
export async function dying(death: Death, work: () => unknown): Promise<boolean> {
  const real = ACTS.map((name) => [name, fs[name]] as const);
  let acts = 0;
  const patched = (name: (typeof ACTS)[number], act: (...given: unknown[]) => unknown) =>
    function (this: unknown, ...given: unknown[]): unknown {
      acts += 1;
      if (acts >= death.at) throw new Gone();
      if (name === 'linkSync' && death.noLinks) throw Object.assign(new Error('no links'), { code: 'EPERM' });
      return Reflect.apply(act, this, given);
    };
  try {
    for (const [name, act] of real)
      Reflect.set(fs, name, patched(name, act as (...given: unknown[]) => unknown));
    syncBuiltinESMExports();
    await work();
    return false;
  } catch (error) {
    if (acts < death.at) throw error;
    return true;
  } finally {
    for (const [name, act] of real) Reflect.set(fs, name, act);
    syncBuiltinESMExports();
  }
}
