import { randomInt } from 'node:crypto';
import type { Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { endBackup } from './backup/running.ts';
import { seedPublishedYears } from './calendar/store.ts';
import { keyWarnings, usualKeyFile } from './citizens/key.ts';
import { ConfigError, readConfig } from './config.ts';
import { DatabaseRefused, openDatabase } from './db/open.ts';
import { START_WORDS, storageFaultOf } from './disk/storage-fault.ts';
import { closeChannels } from './gateways/gateways.ts';
import { startJobs } from './jobs/start.ts';
import { endDelivery } from './outbox/deliver.ts';
import { keyAloneOf } from './restore/lost.ts';
import { needsSetup } from './setup/state.ts';
import { loadAssets } from './web/assets.ts';
import type { World } from './web/context.ts';
import { dateLogBy } from './web/log-line.ts';

const SHUT_DOWN_WITHIN = 4000;

/** Opens the file, serves, and shuts down cleanly. Resolves once it listens. */
export async function start(
  config = readConfig(),
): Promise<{ address: string; world: World; stop: () => Promise<void> }> {
  const now = () => Date.now();
  // Whatever is written holds citizens' data: for this account only.
  process.umask(0o077);
  const keyAlone = keyAloneOf(config.database, config.keyFile ?? usualKeyFile(config.database));
  const { db, close } = openDatabase(config.database, now(), config.keyFile);
  if (keyAlone) console.error(keyAlone);
  seedPublishedYears(db, now());
  const { assets, serve: serveAsset } = loadAssets();
  const world: World = {
    db,
    file: config.database,
    now,
    assets,
    setupCode: String(randomInt(100_000, 1_000_000)),
    requestLog: config.requestLog ?? 'none',
    backupIdentityFile: config.backupIdentityFile ?? null,
  };
  dateLogBy(() => world.now());
  const { app } = createApp(world, serveAsset);
  const server = await new Promise<Server>((resolve, reject) => {
    const listening = serve({ fetch: app.fetch, hostname: config.host, port: config.port }, () =>
      resolve(listening as Server),
    ) as Server;
    listening.once('error', reject);
  }).catch((error: unknown) => {
    close();
    throw error;
  });
  const stopJobs = startJobs(world);
  const place = server.address();
  const port = typeof place === 'object' && place ? place.port : config.port;
  const stop = async () => {
    // A message that is just being sent had better learn what became of it.
    const finished = Promise.all([stopJobs(), endDelivery(db), endBackup(db)]);
    await Promise.all([atMost(SHUT_DOWN_WITHIN, finished), closed(server)]);
    closeChannels();
    close();
  };
  return {
    address: `http://${config.host === '0.0.0.0' ? lanAddress() : config.host}:${port}/`,
    world,
    stop,
  };
}

/** Answers what is being asked and takes no more. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const hurry = setTimeout(() => server.closeAllConnections(), SHUT_DOWN_WITHIN);
    server.close(() => {
      clearTimeout(hurry);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const enough = setTimeout(resolve, ms);
    void work.finally(() => {
      clearTimeout(enough);
      resolve();
    });
  });
}

/** Starts for real: explains what cannot work in Chinese, stops on SIGTERM and SIGINT. */
export async function main(): Promise<void> {
  try {
    const { address, world, stop } = await start();
    console.log(`热线工单系统已启动：${address}`);
    for (const warning of keyWarnings(world.db)) console.error(warning);
    if (needsSetup(world.db))
      console.log(`首次使用，请在浏览器打开上述地址，并输入一次性验证码：${world.setupCode}`);
    onStop(() => void stop().then(() => process.exit(0)));
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}

/** Once only: a terminal sends Ctrl+C to npm and to this process, and npm passes it on, so that it comes twice. */
export function onStop(work: () => void): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!stopping) work();
      stopping = true;
    });
  }
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) return `设置有误：\n${error.message}`;
  if (error instanceof DatabaseRefused) return error.message;
  const fault = storageFaultOf(error);
  if (fault) return START_WORDS[fault];
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE')
    return '端口已被占用。请停止占用它的程序，或用 PORT 另设端口，例如 PORT=8081 npm start。';
  if (code === 'EACCES') return '没有权限使用该端口或数据文件夹。请改用 1024 以上的端口，并检查文件夹权限。';
  if (code === 'EADDRNOTAVAIL') return 'HOST 不是本机的地址。请填 127.0.0.1（仅本机）或 0.0.0.0（局域网）。';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function lanAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.find((each) => each.family === 'IPv4' && !each.internal)?.address ?? '127.0.0.1';
}
