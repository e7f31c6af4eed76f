// The whole suite: `npm test`. Most files share one process, for loading the program anew costs more than most of them;
// files that say so in their first line, and those with a browser, get a process of their own, beside it.
import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { projectRoot } from '../src/config.ts';

const OWN = /^\/\/ In a process of its own:/;
const FAILING = '✖ failing tests:';
/** What hangs fails in the end, in ms; the longest walk takes a fraction of it on a busy machine. */
const HUNG = 900_000;
const FLAGS = [...process.execArgv, '--test', '--test-reporter=spec', `--test-timeout=${HUNG}`];

const files = globSync('test/**/*.test.ts', { cwd: projectRoot }).sort();
const own = files.filter(hasOwnProcess);
const shared = files.filter((file) => !own.includes(file));

const lanes = await Promise.all([
  // Servers and workers of one file must not keep the others from ending.
  run(['--test-isolation=none', '--test-force-exit', ...shared]),
  run(['--test-concurrency=2', ...own]),
]);
// What failed is read last.
for (const { output } of lanes)
  if (output.includes(FAILING)) console.log(output.slice(output.indexOf(FAILING)));
const sum = (count: 'passed' | 'failed' | 'skipped') => lanes.reduce((total, lane) => total + lane[count], 0);
console.log(
  `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped in ${Math.round(performance.now() / 1000)} s`,
);
process.exit(lanes.some(({ code }) => code !== 0) ? 1 : 0);

function hasOwnProcess(file: string): boolean {
  return file.startsWith('test/browser/') || OWN.test(readFileSync(`${projectRoot}/${file}`, 'utf8'));
}

type Lane = { code: number; output: string; passed: number; failed: number; skipped: number };

function run(args: readonly string[]): Promise<Lane> {
  const child = spawn(process.execPath, [...FLAGS, ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  const count = (name: string) => Number(new RegExp(`^ℹ ${name} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  return new Promise((resolve) =>
    child.on('close', (code) =>
      resolve({
        code: code ?? 1,
        output,
        passed: count('pass'),
        failed: count('fail') + count('cancelled'),
        skipped: count('skipped'),
      }),
    ),
  );
}
