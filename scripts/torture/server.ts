import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot } from '../../src/config.ts';

/** The real server on a file, in a process of its own. */
export type Server = {
  pid: number;
  /** Where it listens; null where it ended before. */
  address: Promise<string | null>;
  /** kill -9. @returns how it ended: the signal, or its code where it had ended by itself */
  kill: () => Promise<string | number | null>;
  /** What it said that nobody expected. */
  complaints: () => string;
};

/** @param more what else stands in its environment */
export function startServer(database: string, more: Record<string, string> = {}): Server {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts'], {
    cwd: projectRoot,
    env: { ...process.env, DATABASE: database, PORT: '0', HOST: '127.0.0.1', LOG_REQUESTS: 'none', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const kill = async () => {
    child.kill('SIGKILL');
    const [code, signal] = await gone;
    return signal ?? code;
  };
  return { pid: child.pid ?? 0, address: addressOf(child, gone), kill, complaints: () => complaints };
}

async function addressOf(child: ChildProcess, gone: Promise<unknown>): Promise<string | null> {
  const listens = new Promise<string>((resolve) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /http:\/\/[\d.]+:\d+/.exec(said)?.[0];
      if (address) resolve(address);
    });
  });
  return Promise.race([listens, gone.then(() => null)]);
}
