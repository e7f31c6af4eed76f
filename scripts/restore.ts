import { existsSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { sayBytes } from '../src/backup/bytes.ts';
import { knownFaultOf } from '../src/backup/fault.ts';
import { usualKeyFile } from '../src/citizens/key.ts';
import { ConfigError, readConfig } from '../src/config.ts';
import { connect } from '../src/db/connect.ts';
import { newestVersion } from '../src/db/migrate.ts';
import { drill } from '../src/restore/drill.ts';
import type { Found } from '../src/restore/found.ts';
import { readIdentities } from '../src/restore/identities.ts';
import { RestoreRefused } from '../src/restore/refused.ts';
import type { Past, Replaced } from '../src/restore/replaced.ts';
import { checkFile, restoreFile } from '../src/restore/restore.ts';
import { sayDrill, sayFound, sayReplaced, sayReport } from '../src/restore/words.ts';
import { fromCaller, readOptions, Usage } from './command-line.ts';

const HELP = `用备份恢复热线系统的全部数据（系统停止时使用）。

用法：npm run restore -- 备份文件 [选项]
      npm run restore -- --drill

  --check            只检查备份能不能用，不恢复；系统运行中也可以检查
  --identity 文件    age 私钥文件，备份加密时需要
  --skip-numbers N   没有旧数据文件、或已读不出来时，跳过备份之后可能已发出的 N 个工单编号，例如 200
  --yes              不再询问，直接恢复
  --database 文件    数据文件，默认取自 DATABASE 设置
  --drill            演练一次：取最新的备份，复制、打开、核对后删除副本，现有数据不受影响

恢复时先复制、逐项检查，全部通过后才替换；原来的数据文件改名保留在旁边，不会删除。中途断电或被中止的，下次启动时自动做完，或保持原样。

退出码：0 已完成；1 没有恢复，或检查、演练没有通过；2 命令写法有误；3 没有确认，未做任何改动。`;

// What is written holds citizens' data: for this account only.
process.umask(0o077);
process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const { values, positionals } = readArguments();
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    if (values.drill) return await drillByHand(values);
    const [file] = positionals;
    if (!file || positionals.length > 1) throw new Usage('请写明一个备份文件。');
    return values.check ? await check(fromCaller(file), values) : await restore(fromCaller(file), values);
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): number {
  if (error instanceof Usage) {
    console.error(`${error.message}\n查看用法：npm run restore -- --help`);
    return 2;
  }
  const fault = knownFaultOf(error);
  if (error instanceof RestoreRefused) console.error(`${error.message}\n现有数据没有改动。`);
  else if (error instanceof ConfigError) console.error(error.message);
  else if (fault) console.error(`没有完成：${fault}。${SAFE}`);
  else throw error;
  return 1;
}

const SAFE = '现有数据没有丢失：没有写完的副本下次启动时自动清理，已经检查通过的下次启动时自动换上。';

type Wishes = ReturnType<typeof readArguments>['values'];

function readArguments() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  return readOptions(() =>
    parseArgs({
      allowPositionals: true,
      options: {
        ...{ check: flag, help: flag, yes: flag, drill: flag },
        ...{ identity: text, database: text, 'skip-numbers': text },
      },
    }),
  );
}

async function check(file: string, wishes: Wishes): Promise<number> {
  const found = await checkFile({ file, ...places(wishes), now: Date.now(), say: progress(file) });
  endProgress();
  say(sayFound(found, Date.now()));
  return found.chain.ok ? 0 : 1;
}

async function restore(file: string, wishes: Wishes): Promise<number> {
  const began = Date.now();
  const skip = countOf(wishes['skip-numbers']);
  const report = await restoreFile({
    ...{ file, ...places(wishes), now: began, say: progress(file) },
    skip,
    confirm: (found, replaced, past) => {
      endProgress();
      return confirmed(found, { replaced, past, leftOut: skip > 0 }, wishes, began);
    },
  });
  if (report === null) {
    console.log('没有恢复，现有数据没有改动。');
    return 3;
  }
  say(sayReport(report, { ms: Date.now() - began, now: began }));
  return 0;
}

async function confirmed(
  found: Found,
  old: { replaced: Replaced | null; past: Past; leftOut: boolean },
  wishes: Wishes,
  now: number,
): Promise<boolean> {
  const { database } = places(wishes);
  say([...sayFound(found, now), ...sayReplaced(database, old, now)]);
  if (wishes.yes) return true;
  if (!process.stdin.isTTY) {
    console.error('没有终端可以确认。确定要恢复的，请加上 --yes。');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question('确定用这份备份替换吗？请输入“是”：')).trim() === '是';
  } finally {
    terminal.close();
  }
}

async function drillByHand(wishes: Wishes): Promise<number> {
  const { database } = places(wishes);
  if (!existsSync(database)) throw new Usage(`没有找到数据文件：${database}`);
  const db = connect(database);
  try {
    if (db.pragma('user_version', { simple: true }) !== newestVersion())
      throw new Usage('数据文件的版本与本程序不同。请先启动一次热线系统，再演练。');
    const identity = wishes.identity ? fromCaller(wishes.identity) : readConfig().backupIdentityFile;
    const done = await drill({
      db,
      file: database,
      now: () => Date.now(),
      backupIdentityFile: identity ?? null,
    });
    if (done === null) throw new Usage('还没有可用的备份，请先备份一次：npm run backup');
    say(sayDrill(done));
    return done.state === 'failed' ? 1 : 0;
  } finally {
    db.close();
  }
}

/** KEY_FILE belongs to the hotline of the settings; another database has its own beside it. */
function places(wishes: Wishes): { database: string; keyFile: string; identities: string[] } {
  const config = readConfig();
  const database = wishes.database ? fromCaller(wishes.database) : config.database;
  const own = database === config.database ? config.keyFile : undefined;
  const identity = wishes.identity ? fromCaller(wishes.identity) : config.backupIdentityFile;
  const identities = identity === undefined ? [] : readIdentities(identity);
  return { database, keyFile: own ?? usualKeyFile(database), identities };
}

function countOf(text: string | undefined): number {
  if (text === undefined) return 0;
  if (!/^\d{1,6}$/.test(text)) throw new Usage('--skip-numbers 后应为个数，例如 200。');
  return Number(text);
}

function say(lines: readonly string[]): void {
  for (const line of lines) console.log(line);
}

/** By the hundredth, and only for somebody who looks on. */
function progress(file: string): (bytes: number) => void {
  const total = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (!process.stderr.isTTY || total === 0) return () => undefined;
  let shown = -1;
  return (bytes) => {
    const percent = Math.min(100, Math.floor((bytes / total) * 100));
    if (percent === shown) return;
    shown = percent;
    process.stderr.write(`\r\x1b[K已复制 ${percent}%（${sayBytes(bytes)}）`);
  };
}

function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\n');
}
