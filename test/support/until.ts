import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something is so; at most 10 s. */
export async function until(so: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await so()) return;
    await sleep(25);
  }
  throw new Error(otherwise);
}
