import { existsSync } from 'node:fs';
import { looksEncrypted } from '../backup/crypt.ts';
import { connect } from '../db/connect.ts';
import { APPLICATION_ID, type Db } from '../db/open.ts';
import { isSqliteError } from '../db/sqlite-error.ts';

/** The file cannot be checked; `message` says why, in Chinese. */
export class Unreadable extends Error {}

/** The migration that made the log a chain. */
const CHAINED = 5;

/**
 * A database or a backup, to look at its log: nothing is written, another program may have it open.
 * @throws Unreadable
 */
export function openForReading(path: string): Db {
  if (!existsSync(path)) throw new Unreadable(`没有找到数据文件：${path}`);
  if (looksEncrypted(path)) throw new Unreadable(`这份备份是加密的，请先用 age 私钥解密后再核对：${path}`);
  try {
    const db = connect(path, { readonly: true });
    const foreign = whyNot(db, path);
    if (!foreign) return db;
    db.close();
    throw new Unreadable(foreign);
  } catch (error) {
    if (isSqliteError(error, 'SQLITE_NOTADB')) throw new Unreadable(notOurs(path));
    if (!isSqliteError(error, 'SQLITE_')) throw error;
    throw new Unreadable(
      `数据文件读不出来：${path}\n请确认有权读取它和它所在的文件夹，必要时先复制到别处再核对。`,
    );
  }
}

function whyNot(db: Db, path: string): string | null {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) return notOurs(path);
  if (Number(db.pragma('user_version', { simple: true })) >= CHAINED) return null;
  return `这个数据文件由较早的版本写成，日志还没有校验码：${path}\n请用本版程序启动一次后再核对。`;
}

function notOurs(path: string): string {
  return `这不是热线系统的数据文件：${path}`;
}
