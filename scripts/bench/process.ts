import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../src/config.ts';
import { holdBackups } from './hold-backups.ts';

/** A server in a process of its own. */
export type Served = {
  address: string;
  /** From spawn to listening, in ms. */
  startMs: number;
  /** Resident memory in bytes, now and at its highest; null where the system does not tell. */
  memory: () => { now: number; peak: number } | null;
  /** Processor time used so far in ms, all threads; null where the system does not tell. */
  processorMs: () => number | null;
  /** Ends it the way a service manager does, and says how long that took. */
  stop: () => Promise<{ stopMs: number }>;
};

const FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4'];

/** Starts a program that prints its address when it listens, on a port of the system's choice. */
export async function serve(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<Served> {
  if (env.DATABASE) holdBackups(env.DATABASE, Date.now());
  const began = performance.now();
  const child = spawn(process.execPath, [...FLAGS, program, ...args], {
    cwd: projectRoot,
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const address = await addressOf(child);
  return {
    address,
    startMs: performance.now() - began,
    memory: () => memoryOf(child.pid ?? 0),
    processorMs: () => processorMsOf(child.pid ?? 0),
    stop: async () => {
      const asked = performance.now();
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      return { stopMs: performance.now() - asked };
    },
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server has no output');
  const lines = createInterface(child.stdout);
  for await (const line of lines) {
    const address = /http:\/\/[\d.]+:\d+/.exec(line)?.[0];
    if (!address) continue;
    // Nobody reads the log of requests: it must not pile up in the server that is measured. Closed, `lines` pauses.
    lines.once('close', () => child.stdout?.resume());
    return address;
  }
  throw new Error('the server ended before it listened');
}

function memoryOf(pid: number): { now: number; peak: number } | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const bytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024;
    return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
  } catch {
    return null;
  }
}

const TICK_MS = 10;

function processorMsOf(pid: number): number | null {
  try {
    // The name in brackets may hold spaces; user and system time are fields 14 and 15.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return null;
  }
}
