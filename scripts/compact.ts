import { existsSync } from 'node:fs';
import { sayBytes } from '../src/backup/bytes.ts';
import { knownFaultOf } from '../src/backup/fault.ts';
import { ConfigError, readConfig } from '../src/config.ts';
import { DatabaseRefused } from '../src/db/open.ts';
import { compact } from '../src/keeping/compact.ts';

// What is written holds citizens' data: for this account only.
process.umask(0o077);
process.exitCode = main();

/** Writes the data file anew, as small as it can be; the system has to be stopped. */
function main(): number {
  try {
    const { database } = readConfig(process.env);
    if (!existsSync(database)) throw new DatabaseRefused(`没有找到数据文件：${database}`);
    console.log(`正在整理数据文件 ${database}，文件较大时需要几分钟……`);
    const { before, after, aside } = compact(database, Date.now());
    console.log(`整理完成：由 ${sayBytes(before)} 变为 ${sayBytes(after)}，内容逐表核对一致。`);
    console.log(`原来的文件保留在 ${aside}，系统启动正常后即可删除。`);
    return 0;
  } catch (error) {
    const fault = knownFaultOf(error);
    if (error instanceof DatabaseRefused || error instanceof ConfigError) console.error(error.message);
    else if (fault) console.error(`没有整理：${fault}。数据没有丢失，原来的文件仍在使用。`);
    else throw error;
    return 1;
  }
}
