import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from './load.ts';

/** Milliseconds from asking to the whole answer. */
export type Waits = { p50: number; p95: number; p99: number; max: number; answers: number; errors: number };

const EVERY = 20;

/** Asks for a page every 20 ms, whether or not earlier answers are there, for as long as something else lasts. */
export function askRegularly(address: string, path: string, lasts: Promise<unknown>): Promise<Waits> {
  return regularly(EVERY, () => ask(address + path), lasts);
}

/** Does something every so many ms for as long as something else lasts. @param once how long it took; null: it failed */
export async function regularly(
  every: number,
  once: () => Promise<number | null>,
  lasts: Promise<unknown>,
): Promise<Waits> {
  const asked: Promise<number | null>[] = [];
  let over = false;
  const end = lasts.finally(() => {
    over = true;
  });
  const began = performance.now();
  for (let n = 0; !over; n++) {
    asked.push(once());
    await sleep(Math.max(0, began + (n + 1) * every - performance.now()));
  }
  await end;
  const answered = await Promise.all(asked);
  const times = answered.filter((ms) => ms !== null).sort((a, b) => a - b);
  return {
    ...{ p50: quantile(times, 0.5), p95: quantile(times, 0.95), p99: quantile(times, 0.99) },
    ...{ max: times.at(-1) ?? 0, answers: times.length, errors: answered.length - times.length },
  };
}

async function ask(url: string): Promise<number | null> {
  const began = performance.now();
  try {
    const answer = await fetch(url);
    await answer.text();
    return answer.ok ? performance.now() - began : null;
  } catch {
    return null;
  }
}
