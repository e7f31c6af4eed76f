import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../src/config.ts';

/** Starts the real server on a file, in a process of its own, and waits until it listens. */
export async function startServer(
  file: string,
  env: Record<string, string>,
): Promise<{ address: string; stop: () => Promise<void> }> {
  const server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts'], {
    cwd: projectRoot,
    env: { ...process.env, ...env, DATABASE: file, PORT: '0', HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const address = await addressSaid(server);
  const stop = async () => {
    server.kill('SIGTERM');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  };
  return { address, stop };
}

async function addressSaid(server: ChildProcess): Promise<string> {
  let said = '';
  const gather = (chunk: unknown) => {
    said += String(chunk);
  };
  server.stdout?.on('data', gather);
  server.stderr?.on('data', gather);
  const address = await until(
    () => said.match(/http:\/\/[\d.:]+/)?.[0] ?? (server.exitCode === null ? undefined : new Error(said)),
  );
  if (address instanceof Error) throw address;
  return address;
}

/** Asks again and again until there is an answer. @throws after 40 s */
export async function until<T>(ask: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const answer = ask();
    if (answer !== undefined) return answer;
    await sleep(100);
  }
  throw new Error('waited for 40 s in vain');
}
