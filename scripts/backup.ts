import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sayBytes } from '../src/backup/bytes.ts';
import { backupFaultOf } from '../src/backup/fault.ts';
import { makeBackup } from '../src/backup/make.ts';
import { backupName } from '../src/backup/names.ts';
import type { BackupOrder, Outcome, Stage, Told } from '../src/backup/order.ts';
import { noteMade } from '../src/backup/records.ts';
import { orderOf } from '../src/backup/running.ts';
import { sidecarPath } from '../src/backup/sidecar.ts';
import { ConfigError, readConfig } from '../src/config.ts';
import { connect } from '../src/db/connect.ts';
import { newestVersion } from '../src/db/migrate.ts';
import { APPLICATION_ID, type Db } from '../src/db/open.ts';
import { isSqliteError } from '../src/db/sqlite-error.ts';
import { ownLike } from '../src/restore/owner.ts';
import { needsChoice } from '../src/setup/state.ts';
import { fromCaller, readOptions, Usage } from './command-line.ts';

const HELP = `立即备份热线系统的全部数据，系统运行中或停止时都可以使用，不影响正在进行的工作。

用法：npm run backup [-- 选项]

  --to 文件夹       存到这个文件夹，而不是设置中的备份文件夹；文件夹须已存在，其中原有的备份都不删除
  --database 文件   数据文件，默认取自 DATABASE 设置
  --help            显示本说明

写完后逐项检查，检查通过才算成功。身份密钥文件不在备份里，请另行妥善保存。
中途中止的，只会留下以 .tmp 结尾的文件，一天后自动清理；已有的备份不受影响。

退出码：0 全部完成；1 没有备份成功；2 命令写法有误；3 部分文件夹没有存成。`;

/** The database cannot be backed up; ends with exit code 1. */
class Refused extends Error {}

// What is written holds citizens' data: for this account only.
process.umask(0o077);
process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const { to, database, help } = readArguments();
    if (help) {
      console.log(HELP);
      return 0;
    }
    return await backUp(fileFrom(database), to === undefined ? null : fromCaller(to));
  } catch (error) {
    if (error instanceof Usage) {
      console.error(`${error.message}\n查看用法：npm run backup -- --help`);
      return 2;
    }
    console.error(
      error instanceof ConfigError ? `设置有误：\n${error.message}` : `没有备份：${faultOf(error)}。`,
    );
    return 1;
  }
}

function readArguments() {
  const text = { type: 'string' } as const;
  return readOptions(() => parseArgs({ options: { to: text, database: text, help: { type: 'boolean' } } }))
    .values;
}

function fileFrom(given: string | undefined): string {
  const file = given === undefined ? readConfig().database : fromCaller(given);
  if (!existsSync(file)) throw new Usage(`没有找到数据文件：${file}`);
  return file;
}

async function backUp(database: string, to: string | null): Promise<number> {
  const began = Date.now();
  const order = readOrder(database, to, began);
  console.log(`正在备份 ${database} ……`);
  const show = showing();
  const outcomes = await makeBackup(order, (told) => {
    // At once: broken off, the service must not be left with a folder that it cannot write to.
    giveFolders(order);
    show(told);
  });
  giveFiles(order, outcomes);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  for (const outcome of outcomes) say(order, outcome);
  const failed = outcomes.filter(({ fault }) => fault !== '').length;
  if (failed === outcomes.length) {
    console.error('备份没有成功，数据文件没有改动，已有的备份不受影响。');
    return 1;
  }
  console.log(
    `备份完成，用时 ${seconds} 秒${failed > 0 ? `；有 ${failed} 个文件夹没有存成，请按上面的原因处理` : ''}。`,
  );
  note(order, outcomes);
  return failed > 0 ? 3 : 0;
}

/** What root makes belongs to the service, which goes on with it: the folder that is the program's own, and every backup. */
function giveFolders({ places, database }: BackupOrder): void {
  for (const { folder, own } of places) if (own && existsSync(folder)) ownLike(folder, database);
}

function giveFiles(order: BackupOrder, outcomes: readonly Outcome[]): void {
  for (const { folder, sidecar } of outcomes) {
    const path = pathIn(folder, order);
    if (sidecar) for (const file of [path, sidecarPath(path)]) ownLike(file, order.database);
  }
}

function pathIn(folder: string, order: BackupOrder): string {
  return join(folder, backupName({ ...order, encrypted: order.policy.recipient !== '' }));
}

function readOrder(database: string, to: string | null, now: number): BackupOrder {
  const db = connect(database, { readonly: true });
  try {
    refuseForeign(db);
    if (needsChoice(db)) throw new Refused('系统尚未初始化，请先启动热线系统，在浏览器中完成初始化');
    const order = orderOf(db, database, 'command', now);
    return to === null
      ? order
      : { ...order, places: [{ folder: to, own: false, mounted: false, keepAll: true }] };
  } finally {
    db.close();
  }
}

function refuseForeign(db: Db): void {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID)
    throw new Refused('这不是热线系统的数据文件');
  if (Number(db.pragma('user_version', { simple: true })) > newestVersion())
    throw new Refused('数据文件由更新版本的程序写成，请用新版程序备份');
}

function say(order: BackupOrder, { folder, fault, sidecar }: Outcome): void {
  const path = pathIn(folder, order);
  if (sidecar)
    console.log(
      `已存：${path}（${sayBytes(sidecar.bytes)}，检查通过${sidecar.encrypted ? '，已加密' : ''}）`,
    );
  else console.error(`没有存成：${folder}。原因：${fault}。`);
}

/** Only the list on the backup page depends on it: the backup is found by what lies beside it. */
function note(order: BackupOrder, outcomes: readonly Outcome[]): void {
  let db: Db | undefined;
  try {
    db = connect(order.database);
    if (Number(db.pragma('user_version', { simple: true })) === newestVersion())
      noteMade(db, order, outcomes, Date.now());
    else console.log('数据文件是旧版本的，这次备份不列入“数据备份”页面，文件可以正常用于恢复。');
  } catch (error) {
    console.error(`备份有效，只是没有列入“数据备份”页面：${faultOf(error)}。`);
  } finally {
    db?.close();
  }
}

const PHASES = {
  copying: '复制',
  checking: '检查',
  encrypting: '加密',
  storing: '存入下一个文件夹',
} as const;

/** Only for somebody who looks on. */
function showing(): (told: Told) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (told) => process.stderr.write('stage' in told ? `\r\x1b[K${percent(told.stage)}` : '\r\x1b[K');
}

function percent({ phase, done, total }: Stage): string {
  return `正在${PHASES[phase]}${total > 0 ? ` ${Math.floor((done / total) * 100)}%` : ''}`;
}

function faultOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  return isSqliteError(error, 'SQLITE_NOTADB') ? '这不是热线系统的数据文件' : backupFaultOf(error);
}
