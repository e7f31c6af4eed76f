import { stat, statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A disk as a folder of it sees it, in bytes; `free` is what this program may use. */
export type Space = { free: number; total: number; device: number };

/** Asks for it; null where the disk does not answer. */
export type SpaceAt = (folder: string) => Promise<Space | null>;

/** A network disk that has gone away never answers; nobody waits longer for it, in ms. */
const PATIENCE = 3000;

/** What is still being waited for: each question holds one of the few threads of the pool until it is answered. */
const asked = new Map<string, Promise<Space | null>>();

/** How much room the disk of a folder has; null where it does not answer, or the folder is not there. */
export function spaceOf(folder: string, patience = PATIENCE, ask = readSpace): Promise<Space | null> {
  let answer = asked.get(folder);
  if (!answer) {
    answer = ask(folder)
      .catch(() => null)
      .finally(() => asked.delete(folder));
    asked.set(folder, answer);
  }
  return Promise.race([answer, sleep(patience, null, { ref: false })]);
}

async function readSpace(folder: string): Promise<Space> {
  const [{ bavail, blocks, bsize }, { dev }] = await Promise.all([statfs(folder), stat(folder)]);
  return { free: bavail * bsize, total: blocks * bsize, device: dev };
}
