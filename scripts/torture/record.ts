import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../src/config.ts';
import { Disk, EVERYTHING, filesIn } from './disk.ts';
import { seeded } from './random.ts';
import { readRecording, recordedBy, type Step } from './recording.ts';

/** A process at its work: the folder it worked in, its files before, and every step in order. */
export type Recorded = { root: string; before: ReadonlyMap<string, Buffer>; steps: readonly Step[] };

/**
 * Runs writer.ts in a folder and records what it does there.
 * @throws when it fails, or when the recording does not lead to the very files that are there afterwards
 */
export async function record(
  work: string,
  args: readonly string[],
  before: ReadonlyMap<string, Buffer> = new Map(),
  more: (env: Record<string, string>) => Record<string, string> = (env) => env,
): Promise<Recorded> {
  const [root, log] = [join(work, 'recorded'), join(work, 'log')];
  mkdirSync(root);
  putFiles(root, before);
  const ended = await runWriter(root, args, more(recordedBy(root, log)));
  if (ended !== 0) throw new Error(`the writer failed: ${ended}`);
  const recorded = { root, before, steps: readRecording(log) };
  requireWhole(recorded, join(work, 'replayed'));
  return recorded;
}

/** Lets writer.ts work in a folder. @returns how it ended */
export async function runWriter(
  root: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<number | string> {
  const program = join(import.meta.dirname, 'writer.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, root, ...args], {
    cwd: projectRoot,
    env: {
      NODE_COMPILE_CACHE: join(projectRoot, 'node_modules', '.cache', 'compiled'),
      ...process.env,
      ...env,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code, signal] = await once(child, 'exit');
  return signal ?? code;
}

export function putFiles(root: string, files: ReadonlyMap<string, Buffer>): void {
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), bytes);
  }
}

/** A step that the shim missed would make every cut a lie. */
function requireWhole({ root, before, steps }: Recorded, into: string): void {
  const disk = new Disk(root, before);
  for (const step of steps) disk.take(step);
  disk.cut(into, seeded(0), EVERYTHING);
  const [wanted, played] = [filesIn(root), filesIn(into)];
  const names = new Set([...wanted.keys(), ...played.keys()]);
  const wrong = [...names].filter(
    (name) => !(wanted.get(name) && played.get(name)?.equals(wanted.get(name) ?? Buffer.of())),
  );
  if (wrong.length > 0) throw new Error(`the recording misses something of ${wrong.join(', ')}`);
}
