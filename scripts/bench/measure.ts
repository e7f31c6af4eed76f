import { statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { copyOf, removeFile } from './file.ts';
import { type Figures, load, type Target } from './load.ts';
import { type Served, serve } from './process.ts';
import { floorTargets, productTargets } from './targets.ts';
import { type Scene, sceneOf } from './visitors.ts';

export const CONNECTIONS = [1, 16] as const;
/** Product and floor take turns, and the better of each is reported: other programs disturb a shared machine. */
const ROUNDS = 2;
/** Of each request. A copy lies in memory; the pages of a file that is not copied come from the disk at first. */
const WARM_UP_SECONDS = { copied: 1, inPlace: 8 };

/** Everything measured on one file. Times in ms, memory and sizes in bytes. */
export type Measured = {
  cases: number;
  bytes: number;
  bytesPerCase: number;
  /** How busy the machine was beforehand, as the system tells it. */
  loadAverage: number;
  startMs: number;
  /** Processor time until it listened; null where the system does not tell. */
  startProcessorMs: number | null;
  stopMs: number;
  memory: { started: number; loaded: number; peak: number } | null;
  product: Figures[];
  floor: Figures[];
};

/** In seconds; and so little of the processor in one, in ms, is idle. */
const [SETTLED_WITHIN, IDLE] = [90, 50];

type Say = (text: string) => void;
/** In seconds, for each request. */
type Times = { seconds: number; warmUp: number };

/** A larger file is not copied for the measurement: there may be no room for two of them. */
const COPIED_UP_TO = 10 * 1024 ** 3;

/**
 * Measures the real server and the floor on a copy of the file, which the intake requests then fill further; a very
 * large file is filled further itself.
 */
export async function measure(file: string, cases: number, seconds: number, say: Say): Promise<Measured> {
  const { size } = statSync(file);
  const isCopied = size <= COPIED_UP_TO;
  if (isCopied) say(`copying ${file}`);
  const copy = isCopied ? copyOf(file, 'run.db') : file;
  const scene = sceneOf(copy, Date.now());
  const runs: ProductRun[] = [];
  const floors: Figures[][] = [];
  const [loadAverage = 0] = loadavg();
  const times = { seconds, warmUp: isCopied ? WARM_UP_SECONDS.copied : WARM_UP_SECONDS.inPlace };
  for (let round = 1; round <= ROUNDS; round++) {
    say(`round ${round}, product`);
    runs.push(await runProduct(copy, scene, times, say));
    say(`round ${round}, floor`);
    floors.push(await runFloor(copy, scene, times, say));
  }
  if (isCopied) removeFile(copy);
  return {
    ...{ cases, bytes: size, bytesPerCase: Math.round(size / cases), loadAverage },
    startMs: Math.min(...runs.map((run) => run.startMs)),
    startProcessorMs: runs[1]?.startProcessorMs ?? null,
    stopMs: Math.min(...runs.map((run) => run.stopMs)),
    memory: runs.map((run) => run.memory).find((memory) => memory !== null) ?? null,
    product: best(runs.map((run) => run.figures)),
    floor: best(floors),
  };
}

type ProductRun = Pick<Measured, 'startMs' | 'startProcessorMs' | 'stopMs' | 'memory'> & {
  figures: Figures[];
};

async function runProduct(file: string, scene: Scene, times: Times, say: Say): Promise<ProductRun> {
  const served = await serve('src/main.ts', [], { DATABASE: file });
  const startProcessorMs = served.processorMs();
  await settled(served);
  const started = served.memory()?.now ?? 0;
  const figures = await askAll(served, productTargets(scene), times, say);
  const after = served.memory();
  const { stopMs } = await served.stop();
  const memory = after && { started, loaded: after.now, peak: after.peak };
  return { startMs: served.startMs, startProcessorMs, stopMs, memory, figures };
}

/** After a start the jobs make up for what was due meanwhile: no request shall pay for that. */
async function settled({ processorMs }: Served): Promise<void> {
  for (let second = 0; second < SETTLED_WITHIN; second++) {
    const before = processorMs();
    await sleep(1000);
    const after = processorMs();
    if (before === null || after === null || after - before < IDLE) return;
  }
}

async function runFloor(file: string, scene: Scene, times: Times, say: Say): Promise<Figures[]> {
  const people = [scene.dispatcher.userId, scene.operator.userId].map(String);
  const served = await serve('scripts/bench/floor.ts', [file, ...people], {});
  const figures = await askAll(served, floorTargets(scene), times, say);
  await served.stop();
  return figures;
}

async function askAll(
  served: Served,
  targets: readonly Target[],
  { seconds, warmUp }: Times,
  say: Say,
): Promise<Figures[]> {
  const figures: Figures[] = [];
  for (const target of targets) {
    await load(served, target, 4, warmUp);
    for (const connections of CONNECTIONS) {
      const measured = await load(served, target, connections, seconds);
      const errors = measured.errors > 0 ? `, ${measured.errors} ERRORS` : '';
      say(`${target.name}, ${connections}: ${Math.round(measured.perSecond)} a second${errors}`);
      figures.push(measured);
    }
  }
  return figures;
}

/** Of the same request in several rounds, the one that went fastest, and the least processor time. */
function best(rounds: readonly (readonly Figures[])[]): Figures[] {
  const [first = []] = rounds;
  return first.map((figures, index) => {
    const same = rounds.map((round) => round[index] ?? figures);
    const fastest = same.reduce((a, b) => (b.perSecond > a.perSecond ? b : a));
    const times = same.flatMap(({ processorMs }) => (processorMs === null ? [] : [processorMs]));
    return { ...fastest, processorMs: times.length > 0 ? Math.min(...times) : null };
  });
}
