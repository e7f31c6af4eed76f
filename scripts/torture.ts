import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tableOf } from './text-table.ts';
import { type Outcome, type Part, stood } from './torture/outcome.ts';

/*
 * What the file goes through without losing an acknowledged write: the server killed under load, the power cut at every
 * fsync, damaged ends of the log, broken migrations, a full disk, fsyncs that fail, with and without a power cut; and the
 * controls, without which all of it would prove nothing. Ends with 1 where anything was lost, damaged or wrongly reported.
 */

/** How often each part is tried: in full, and with --quick. */
const PARTS: Readonly<Record<string, readonly [number, number]>> = {
  kill: [1000, 50],
  power: [500, 30],
  controls: [60, 15],
  tails: [1000, 60],
  migrations: [400, 40],
  'full-disk': [20, 3],
  'fsync-errors': [100, 10],
  'fsync-cuts': [150, 20],
};

const USAGE = `npm run torture -- [--quick] [--only ${Object.keys(PARTS).join(',')}] [--times N]`;

const values = readArguments();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const names = values.only === undefined ? Object.keys(PARTS) : values.only.split(',');
const times = values.times === undefined ? undefined : Number(values.times);
const unknown = names.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0 || (times !== undefined && !(Number.isInteger(times) && times > 0))) {
  console.error(`--only takes ${Object.keys(PARTS).join(', ')}, --times a whole number`);
  process.exit(2);
}

function readArguments() {
  const [flag, text] = [{ type: 'boolean' }, { type: 'string' }] as const;
  try {
    return parseArgs({ options: { quick: flag, help: flag, only: text, times: text } }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    process.exit(2);
  }
}

const outcomes: Outcome[] = [];
for (const name of names) {
  const began = performance.now();
  const [full, quick] = PARTS[name] ?? [1, 1];
  const options = {
    times: times ?? (values.quick ? quick : full),
    say: (text: string) => console.error(`[${name}] ${text}`),
  };
  const outcome = await tried(name, options);
  outcomes.push(outcome);
  console.log(report(outcome, Math.round((performance.now() - began) / 1000)));
}
console.log(summary(outcomes));
process.exit(outcomes.every(stood) ? 0 : 1);

/** A part that breaks off has failed; the others are tried all the same. */
async function tried(name: string, options: Parameters<Part>[0]): Promise<Outcome> {
  try {
    const { run } = (await import(join(import.meta.dirname, 'torture', `${name}.ts`))) as { run: Part };
    return await run(options);
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { part: name, tried: 0, lost: 0, damaged: 0, falseSuccess: 0, failures: [said], facts: {} };
  }
}

function report(outcome: Outcome, seconds: number): string {
  const facts = Object.entries(outcome.facts).map(([name, value]) => [name, String(value)]);
  const table = facts.length > 0 ? [tableOf(['what', 'how many'], facts)] : [];
  const failures = outcome.failures.slice(0, 20).map((failure) => `  ${failure}`);
  const head = `\n${outcome.part}: ${stood(outcome) ? 'stood' : 'FAILED'}, ${outcome.tried} times in ${seconds} s`;
  return [head, ...table, ...failures].join('\n');
}

function summary(all: readonly Outcome[]): string {
  const rows = all.map((each) => [
    each.part,
    ...[each.tried, each.lost, each.damaged, each.falseSuccess].map(String),
    stood(each) ? 'stood' : 'FAILED',
  ]);
  const sum = (count: 'tried' | 'lost' | 'damaged' | 'falseSuccess') =>
    String(all.reduce((total, each) => total + each[count], 0));
  const total = ['all', sum('tried'), sum('lost'), sum('damaged'), sum('falseSuccess'), ''];
  return `\n${tableOf(['part', 'tried', 'lost', 'damaged', 'false successes', ''], [...rows, total])}`;
}
