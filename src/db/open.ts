import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { openWithKey } from '../citizens/first-key.ts';
import { usualKeyFile } from '../citizens/key.ts';
import { storageFaultOf } from '../disk/storage-fault.ts';
import { finishRestore } from '../restore/finish.ts';
import { lossOf } from '../restore/lost.ts';
import { connect } from './connect.ts';
import { makeFolder } from './folder.ts';
import { migrate, newestVersion } from './migrate.ts';
import { isSqliteError } from './sqlite-error.ts';

export type Db = Database.Database;

/** Marks the file as ours: "HL12" read as a big-endian number. */
export const APPLICATION_ID = 0x484c3132;
const OLDEST_SQLITE = '3.51.3';

/** The file cannot be used; `message` is for the administrator, in Chinese. */
export class DatabaseRefused extends Error {}

/**
 * Opens the hotline's file for the one serving process: takes the lock, migrates, asserts, finds the key of sealed
 * identities.
 * @param now epoch ms, recorded with the migrations
 * @throws DatabaseRefused when another process has it, it is not ours, it is newer than the program, or it is gone and
 * its backups lie there
 */
export function openDatabase(
  path: string,
  now: number,
  keyFile = usualKeyFile(path),
): { db: Db; close: () => void } {
  makeFolder(dirname(path));
  const release = takeLock(path);
  try {
    finishRestore(path);
    refuseLoss(path);
    refuseForeignFile(path);
    const db = connect(path);
    migrate(db, now);
    assertSettings(db);
    openWithKey(db, keyFile);
    return {
      db,
      close: () => {
        try {
          optimize(db);
        } finally {
          db.close();
          release();
        }
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Statistics for the query planner: worth having, never worth failing for. */
export function optimize(db: Db): void {
  try {
    db.pragma('optimize');
  } catch (error) {
    if (storageFaultOf(error) === null) throw error;
  }
}

/** A lock that dies with its process: an open exclusive transaction on a file of its own beside the database. */
export function takeLock(path: string): () => void {
  const lock = new Database(`${path}-lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (isSqliteError(error, 'SQLITE_BUSY')) {
      throw new DatabaseRefused(
        `数据文件正被另一个程序使用：${path}\n请先停止正在运行的热线系统，再重新启动。`,
      );
    }
    throw error;
  }
  return () => lock.close();
}

function refuseLoss(path: string): void {
  const loss = lossOf(path);
  if (loss) throw new DatabaseRefused(loss);
}

function refuseForeignFile(path: string): void {
  if (!existsSync(path)) return;
  // After a crash in the very first seconds it has to be put back to what it was before it can be read.
  const db = new Database(path, { readonly: !existsSync(`${path}-journal`) });
  try {
    const id = db.pragma('application_id', { simple: true });
    const version = Number(db.pragma('user_version', { simple: true }));
    const tables = Number(db.prepare('select count(*) from sqlite_schema').pluck().get());
    if (id !== APPLICATION_ID && tables > 0) {
      throw new DatabaseRefused(`这不是热线系统的数据文件：${path}`);
    }
    if (version > newestVersion()) {
      throw new DatabaseRefused(
        `数据文件由更新版本的程序写成（版本 ${version}，本程序支持到 ${newestVersion()}）：${path}\n请改用新版程序打开。`,
      );
    }
  } catch (error) {
    if (isSqliteError(error, 'SQLITE_NOTADB')) throw new DatabaseRefused(`这不是热线系统的数据文件：${path}`);
    throw error;
  } finally {
    db.close();
  }
}

function assertSettings(db: Db): void {
  const wanted: readonly [string, unknown][] = [
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['application_id', APPLICATION_ID],
    ['user_version', newestVersion()],
  ];
  for (const [pragma, value] of wanted) {
    const found = db.pragma(pragma, { simple: true });
    if (found !== value) throw new DatabaseRefused(`数据文件设置异常：${pragma} 为 ${found}，应为 ${value}`);
  }
  const version = String(db.prepare('select sqlite_version()').pluck().get());
  if (version.localeCompare(OLDEST_SQLITE, 'en', { numeric: true }) < 0) {
    throw new DatabaseRefused(`SQLite ${version} 过旧，至少需要 ${OLDEST_SQLITE}`);
  }
}
