import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { sayBytes } from '../src/backup/bytes.ts';
import { knownFaultOf } from '../src/backup/fault.ts';
import { ConfigError, readConfig } from '../src/config.ts';
import { DatabaseRefused } from '../src/db/open.ts';
import { compact } from '../src/keeping/compact.ts';
import { fromCaller, readOptions, Usage } from './command-line.ts';

const HELP = `整理热线系统的数据文件，归还其中的空闲空间（系统停止时使用）。

用法：npm run compact [-- 选项]

  --database 文件   数据文件，默认取自 DATABASE 设置
  --help            显示本说明

先写一份新文件，逐表核对一致后才换上；原来的文件改名为 .before-日期-时间 保留在旁边，不会删除。
磁盘上须有再放一份数据文件的空间。中途中止的，数据不受影响。

退出码：0 已完成；1 没有整理；2 命令写法有误。`;

// What is written holds citizens' data: for this account only.
process.umask(0o077);
process.exitCode = main();

/** Writes the data file anew, as small as it can be; the system has to be stopped. */
function main(): number {
  try {
    const { help, database: given } = readArguments();
    if (help) console.log(HELP);
    else run(given === undefined ? readConfig(process.env).database : fromCaller(given));
    return 0;
  } catch (error) {
    if (error instanceof Usage) {
      console.error(`${error.message}\n查看用法：npm run compact -- --help`);
      return 2;
    }
    const fault = knownFaultOf(error);
    if (error instanceof DatabaseRefused || error instanceof ConfigError) console.error(error.message);
    else if (fault) console.error(`没有整理：${fault}。数据没有丢失，原来的文件仍在使用。`);
    else throw error;
    return 1;
  }
}

function readArguments() {
  return readOptions(() =>
    parseArgs({ options: { database: { type: 'string' }, help: { type: 'boolean' } } }),
  ).values;
}

function run(database: string): void {
  if (!existsSync(database)) throw new DatabaseRefused(`没有找到数据文件：${database}`);
  console.log(`正在整理数据文件 ${database}，文件较大时需要几分钟……`);
  const { before, after, aside } = compact(database, Date.now());
  console.log(`整理完成：由 ${sayBytes(before)} 变为 ${sayBytes(after)}，内容逐表核对一致。`);
  console.log(`原来的文件保留在 ${aside}，系统启动正常后即可删除。`);
}
