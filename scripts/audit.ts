import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { lastCheck } from '../src/audit/check.ts';
import { checkLog, type Findings } from '../src/audit/check-log.ts';
import type { KnownHead } from '../src/audit/heads.ts';
import { openForReading, Unreadable } from '../src/audit/open.ts';
import { sayFindings } from '../src/audit/state.ts';
import { foldersOf } from '../src/backup/folders.ts';
import { ConfigError, readConfig } from '../src/config.ts';
import type { Db } from '../src/db/open.ts';
import { needsChoice } from '../src/setup/state.ts';
import { fromCaller, readOptions, Usage } from './command-line.ts';

const HELP = `核对操作日志：每条记录是否与写入时相同，有没有缺少、插入或被改写（只读，系统运行时也可以使用）。

用法：npm run audit -- [选项]

  --database 文件       要核对的数据文件或未加密的备份，默认取自 DATABASE 设置
  --folder 文件夹       另与此文件夹中各备份留存的日志末端比较，可写多次；设置中的备份文件夹总会比较
  --head 序号:校验码    另与此前抄录的日志末端比较，可写多次，例如 --head 1205:3f9a…（64 位）

只改动过数据文件而没有改动备份的人，无法同时骗过两者：请把备份放在他人不能改写的地方，或定期抄录日志末端。

退出码：0 相符；1 不符；2 命令写法有误；3 数据文件读不出来。`;

process.exitCode = main();

function main(): number {
  try {
    const wishes = readArguments();
    if (wishes.help) {
      console.log(HELP);
      return 0;
    }
    return checkFile(wishes);
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): number {
  if (error instanceof Usage) {
    console.error(`${error.message}\n查看用法：npm run audit -- --help`);
    return 2;
  }
  if (!(error instanceof Unreadable || error instanceof ConfigError)) throw error;
  console.error(error.message);
  return 3;
}

type Wishes = ReturnType<typeof readArguments>;

function readArguments() {
  const several = { type: 'string', multiple: true } as const;
  const options = { help: { type: 'boolean' }, database: { type: 'string' } } as const;
  return readOptions(() => parseArgs({ options: { ...options, folder: several, head: several } })).values;
}

function checkFile(wishes: Wishes): number {
  const given = (wishes.head ?? []).map(readHead);
  const folders = (wishes.folder ?? []).map(fromCaller);
  const lacking = folders.find((folder) => !existsSync(folder));
  if (lacking) throw new Usage(`没有找到文件夹：${lacking}`);
  const database = wishes.database ? fromCaller(wishes.database) : readConfig().database;
  const db = openForReading(database);
  try {
    return report(
      database,
      checkLog(db, { folders: allFolders(db, database, folders), good: known(db, given) }),
    );
  } finally {
    db.close();
  }
}

function known(db: Db, given: readonly KnownHead[]): KnownHead[] {
  const good = lastCheck(db)?.good;
  return good ? [...given, good] : [...given];
}

function allFolders(db: Db, database: string, named: readonly string[]): string[] {
  const usual = needsChoice(db) ? [] : foldersOf(db, database, Date.now());
  return [...new Set([...named, ...usual])];
}

function report(database: string, found: Findings): number {
  console.log(`数据文件：${database}`);
  for (const line of sayFindings(found)) console.log(line);
  return found.ok ? 0 : 1;
}

function readHead(text: string): KnownHead {
  const [, id, hash] = /^(\d{1,15})[:：]([0-9a-f]{64})$/i.exec(text.trim()) ?? [];
  if (!id || !hash)
    throw new Usage('--head 应写成“序号:校验码”，校验码为 64 位，可从“操作日志”页的记录中抄录。');
  return { id: Number(id), hash: hash.toLowerCase(), at: null, where: '抄录的末端' };
}
