import autocannon from 'autocannon';
import type { Served } from './process.ts';

/** One kind of request, asked again and again; `next` gives the address or the form of each. */
export type Target = {
  name: string;
  method: 'GET' | 'POST';
  /** Anything else that comes back counts as an error. */
  status: number;
  headers: Record<string, string>;
  next: () => { path: string; body?: string };
};

export type Figures = {
  target: string;
  connections: number;
  perSecond: number;
  /** Milliseconds. */
  median: number;
  p95: number;
  answers: number;
  errors: number;
  /** Processor time of the server for one answer, in ms: on a shared machine steadier than any clock on the wall. */
  processorMs: number | null;
};

/** Asks from `connections` connections at once, each its next as soon as it has its answer. */
export async function load(
  served: Served,
  target: Target,
  connections: number,
  seconds: number,
): Promise<Figures> {
  const times: number[] = [];
  let wrong = 0;
  const before = served.processorMs();
  const began = performance.now();
  const failed = await new Promise<number>((resolve, reject) => {
    const running = autocannon(
      {
        ...{ url: served.address, connections, duration: seconds, headers: target.headers },
        requests: [{ method: target.method, setupRequest: (request) => ({ ...request, ...target.next() }) }],
      },
      (error, result) => (error ? reject(error) : resolve(result.errors)),
    );
    running.on('response', (_client: unknown, status: number, _bytes: number, ms: number) => {
      times.push(ms);
      if (status !== target.status) wrong++;
    });
  });
  const took = (performance.now() - began) / 1000;
  const after = served.processorMs();
  times.sort((a, b) => a - b);
  return {
    ...{ target: target.name, connections, perSecond: times.length / took, answers: times.length },
    ...{ median: quantile(times, 0.5), p95: quantile(times, 0.95), errors: failed + wrong },
    processorMs: before === null || after === null ? null : (after - before) / Math.max(1, times.length),
  };
}

export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
