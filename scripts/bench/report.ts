import type { Figures } from './load.ts';
import type { Measured } from './measure.ts';

const AIMS = { startMs: 1000, peakBytes: 200 * 1024 ** 2, medianMs: 10, share: 0.6 } as const;
const WIDTHS = [24, 6, 8, 11, 9, 9, 14, 11, 9, 8, 8] as const;
const HEAD = [
  ...['request', 'conn.', 'per s', 'median ms', 'p95 ms', 'CPU ms'],
  ...['floor: per s', 'median ms', 'CPU ms', 'share', 'of CPU'],
];

/** What was measured on one file, to be read in a terminal. */
export function report(measured: Measured): string {
  const { cases, bytes, bytesPerCase, startMs, startProcessorMs, stopMs, memory, loadAverage } = measured;
  const lines = [
    `${cases.toLocaleString('en')} cases, ${megabytes(bytes)} MB, ${bytesPerCase} bytes a case`,
    `  started in ${Math.round(startMs)} ms, ${startProcessorMs ?? '?'} ms of processor time (${aim(startMs < AIMS.startMs)} < ${AIMS.startMs}), stopped in ${Math.round(stopMs)} ms`,
    memory ? `  ${memoryLine(memory)}` : '  memory: not told by this system',
    `  load average of the machine beforehand: ${loadAverage.toFixed(1)}`,
    row(HEAD),
    ...measured.product.map((figures) => row(cells(figures, floorOf(measured, figures)))),
  ];
  return `${lines.join('\n')}\n${aims(measured)}\n`;
}

/** A large file may cost each page so much more than the file with so many cases does. */
const GROWTH = { from: 100_000, times: 1.5 } as const;

/** How much more each request costs in larger files than with 100,000 cases, by processor time and by median. */
export function growth(measured: readonly Measured[]): string {
  const base = measured.find(({ cases }) => cases === GROWTH.from);
  const larger = measured.filter(({ cases }) => cases > GROWTH.from);
  return base ? larger.map((each) => growthOf(base, each)).join('\n') : '';
}

function growthOf(base: Measured, large: Measured): string {
  const times = large.product.map((figures) => {
    const before = base.product.find(
      ({ target, connections }) => target === figures.target && connections === figures.connections,
    );
    return {
      ...{ target: figures.target, connections: figures.connections },
      processor: (figures.processorMs ?? 0) / (before?.processorMs || 1),
      median: figures.median / (before?.median || 1),
    };
  });
  const slow = times.filter(({ connections, median }) => connections === 1 && median > GROWTH.times);
  return [
    `${large.cases.toLocaleString('en')} cases against ${GROWTH.from.toLocaleString('en')}, times as long (CPU, median)`,
    ...times.map(({ target, connections, processor, median }) =>
      row([target, String(connections), '', median.toFixed(2), '', processor.toFixed(2)]),
    ),
    `  median at most ${GROWTH.times} times from one connection: ${aim(slow.length === 0)} ${slow.map(({ target }) => target).join(', ')}`,
  ].join('\n');
}

/** The floor's figures for the same request from as many connections. */
export function floorOf({ floor }: Measured, figures: Figures): Figures | undefined {
  return floor.find((each) => each.target === figures.target && each.connections === figures.connections);
}

function memoryLine({ started, loaded, peak }: NonNullable<Measured['memory']>): string {
  return `memory: ${megabytes(started)} MB started, ${megabytes(loaded)} MB after the load, ${megabytes(peak)} MB at the highest (${aim(peak < AIMS.peakBytes)} < ${megabytes(AIMS.peakBytes)})`;
}

function cells(figures: Figures, floor: Figures | undefined): string[] {
  const { target, connections, perSecond, median, p95, errors, processorMs } = figures;
  const own = [
    target,
    String(connections),
    perSecond.toFixed(0),
    median.toFixed(2),
    p95.toFixed(2),
    ms(processorMs),
  ];
  const beside = floor
    ? [
        ...[floor.perSecond.toFixed(0), floor.median.toFixed(2), ms(floor.processorMs)],
        ...[percent(perSecond / floor.perSecond), percent((floor.processorMs ?? 0) / (processorMs || 1))],
      ]
    : [];
  return [...own, ...beside, errors > 0 ? `${errors} ERRORS` : ''];
}

function row(texts: readonly string[]): string {
  const shown = texts.map((text, at) => (at === 0 ? text.padEnd(WIDTHS[0]) : text.padStart(WIDTHS[at] ?? 0)));
  return `  ${shown.join('')}`;
}

function aims(measured: Measured): string {
  const slow = measured.product.filter((each) => each.connections === 1 && each.median >= AIMS.medianMs);
  const far = measured.product.filter((each) => {
    const floor = floorOf(measured, each);
    return floor && each.perSecond / floor.perSecond < AIMS.share;
  });
  const named = (list: readonly Figures[]) =>
    list.map((each) => `${each.target} (${each.connections})`).join(', ');
  return [
    `  medians under ${AIMS.medianMs} ms from one connection: ${aim(slow.length === 0)} ${named(slow)}`,
    `  at least ${percent(AIMS.share)} of the floor: ${aim(far.length === 0)} ${named(far)}`,
  ].join('\n');
}

const aim = (met: boolean) => (met ? 'aim met' : 'AIM MISSED');
const ms = (time: number | null) => time?.toFixed(2) ?? '';
const percent = (share: number) => `${Math.round(share * 100)} %`;
const megabytes = (bytes: number) => Math.round(bytes / 1024 ** 2);
