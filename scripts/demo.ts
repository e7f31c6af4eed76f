// A filled hotline to look at: `npm run demo`. Uses a throw-away file unless DATABASE names one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Config, ConfigError, projectRoot, readConfig } from '../src/config.ts';
import { DatabaseRefused, type Db, openDatabase } from '../src/db/open.ts';
import type { DemoLogin } from '../src/demo/county.ts';
import { demoLogins, fillDemo } from '../src/demo/fill.ts';
import { onStop, start } from '../src/server.ts';
import { needsChoice, needsSetup } from '../src/setup/state.ts';
import { tableOf } from './text-table.ts';

/** What cannot go on, in words for whoever typed the command. */
class DemoRefused extends Error {}

const PORTS_TO_TRY = 20;

try {
  await demo();
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

async function demo(): Promise<void> {
  // Only what was said for this run: a real hotline's file in .env is none of the demonstration's business.
  const wanted = process.env.DATABASE;
  const { host, port } = readConfig();
  const config = { host, port, database: wanted ? resolve(projectRoot, wanted) : throwAwayFile() };
  let stop = async () => {};
  onStop(() => void stop().then(() => process.exit(0)));
  const logins = await prepare(config.database);
  const served = await serveSomewhere(config);
  stop = served.stop;
  console.log(welcome(served.address, logins, wanted ? config.database : null));
}

function throwAwayFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hotline-demo-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'demo.db');
}

/** Fills an empty file; a filled one is taken as it is; anything else is left alone. */
async function prepare(file: string): Promise<readonly DemoLogin[]> {
  const { db, close } = openDatabase(file, Date.now());
  try {
    return demoLogins(db) ?? (await fillEmpty(db, file));
  } finally {
    close();
  }
}

function fillEmpty(db: Db, file: string): Promise<readonly DemoLogin[]> {
  if (!needsSetup(db) || !needsChoice(db)) {
    throw new DemoRefused(
      `数据文件中已有其他内容，没有改动：${file}\n请换一个文件名，例如 DATABASE=data/demo.db npm run demo；不指定 DATABASE 则使用临时文件。`,
    );
  }
  console.log('正在填充示范县：单位、人员和近三个月的工单，约需几秒钟……');
  return fillDemo(db, Date.now());
}

/** A given port counts; otherwise the next one that is free. */
async function serveSomewhere(config: Config): ReturnType<typeof start> {
  const last = process.env.PORT ? config.port : config.port + PORTS_TO_TRY;
  for (let port = config.port; ; port++) {
    try {
      const started = await start({ ...config, port });
      if (port !== config.port) console.log(`端口 ${config.port} 已被占用，改用 ${port}。`);
      return started;
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE' || port >= last) throw error;
    }
  }
}

function welcome(address: string, logins: readonly DemoLogin[], file: string | null): string {
  const rows = logins.map(({ rolesText, name, login, password }) => [rolesText, name, login, password]);
  return [
    tableOf(['岗位', '姓名', '登录名', '密码'], rows),
    '',
    `示范县已启动：${address}`,
    '请用上表中任一账号登录。建议先看：话务员 huawu1、派单员 paidan1、城管局经办人 chengguan。',
    file === null
      ? '数据在临时文件中，停止后即删除；如需保留，请用 DATABASE=data/demo.db npm run demo 启动。'
      : `数据文件：${file}`,
    '按 Ctrl+C 停止。',
  ].join('\n');
}

function explain(error: unknown): string {
  if (error instanceof DemoRefused || error instanceof DatabaseRefused) return error.message;
  if (error instanceof ConfigError) return `设置有误：\n${error.message}`;
  if (codeOf(error) === 'EADDRINUSE') return '端口已被占用。请停止占用它的程序，或用 PORT 另设端口。';
  if (codeOf(error) === 'EACCES')
    return '没有权限使用该端口或数据文件夹。请改用 1024 以上的端口，并检查文件夹权限。';
  if (codeOf(error) === 'EADDRNOTAVAIL')
    return 'HOST 不是本机的地址。请填 127.0.0.1（仅本机）或 0.0.0.0（局域网）。';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
