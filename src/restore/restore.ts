import { existsSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { isSame, removeUnfinished } from '../backup/files.ts';
import { DatabaseRefused, takeLock } from '../db/open.ts';
import { finishRestore } from './finish.ts';
import { type Found, type Look, type Opened, openCopy } from './found.ts';
import { backupsIn } from './lost.ts';
import { lookedAtOf, unfinishedOf } from './names.ts';
import type { Skipped } from './numbers.ts';
import { closeWhole, makeReady } from './ready.ts';
import { RestoreRefused } from './refused.ts';
import { type Missing, missingSince, type Past, pastOf, type Replaced, readReplaced } from './replaced.ts';
import { setBack } from './set-back.ts';

export type Report = Found & {
  skipped: Skipped;
  missing: Missing | null;
  past: Past;
  /** Whether numbers that may have been given out since were left out, as asked. */
  leftOut: boolean;
  /** Where the old file lies now; null where there was none. */
  aside: string | null;
};

export type RestoreOrder = Look & {
  /** So many case numbers are left out, where it cannot be read how many were given. */
  skip: number;
  /** Asked once all is known and nothing is replaced yet. */
  confirm: (found: Found, replaced: Replaced | null, past: Past) => boolean | Promise<boolean>;
};

/**
 * Puts a backup in the place of the database. Until the copy is whole, checked and brought to the newest version nothing
 * is touched; from then on it is finished, by the next start if need be.
 * @returns null where it was not confirmed
 * @throws RestoreRefused with the reason and what to do
 */
export async function restoreFile(order: RestoreOrder): Promise<Report | null> {
  refuseFile(order);
  const release = lock(order.database);
  try {
    finishRestore(order.database);
    return await restoreLocked(order);
  } finally {
    release();
  }
}

/** Looks through a backup and replaces nothing; the system may be running. */
export async function checkFile(order: Look): Promise<Found> {
  refuseFile(order);
  const copy = lookedAtOf(order.database);
  removeUnfinished(copy);
  try {
    const { db, found } = await openCopy(order, copy);
    db.close();
    return found;
  } finally {
    removeUnfinished(copy);
  }
}

async function restoreLocked(order: RestoreOrder): Promise<Report | null> {
  const copy = unfinishedOf(order.database);
  try {
    const opened = await openCopy(order, copy);
    try {
      return await takeItsPlace(order, opened);
    } finally {
      opened.db.close();
    }
  } finally {
    removeUnfinished(copy);
  }
}

async function takeItsPlace(
  order: RestoreOrder,
  { db, found, unpacked, checked }: Opened,
): Promise<Report | null> {
  const { database, now } = order;
  const replaced = readReplaced(database);
  const past = pastOf(db, database, replaced);
  if (!(await order.confirm(found, replaced, past))) return null;
  const missing = missingSince(db, database);
  const skipped = setBack(db, {
    origin: {
      ...{ folder: dirname(resolve(order.file)), file: basename(order.file), written: unpacked.written },
      ...{ counts: checked.counts, audit: checked.auditHead },
    },
    madeAt: found.madeAt,
    ...{ replaced, skip: order.skip, now },
  });
  const copy = db.name;
  closeWhole(db);
  makeReady(copy, database, now);
  return { ...found, skipped, missing, past, leftOut: order.skip > 0, aside: finishRestore(database) };
}

function refuseFile({ file, database }: Pick<Look, 'file' | 'database'>): void {
  if (!existsSync(dirname(database)))
    throw new RestoreRefused(
      'missing',
      `没有找到数据文件所在的文件夹：${dirname(database)}`,
      '请先建立该文件夹。',
    );
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new RestoreRefused('missing', `这是文件夹，不是备份文件：${file}`, newestIn(file));
  if (!existsSync(file) || !statSync(file).isFile())
    throw new RestoreRefused('missing', `没有找到文件：${file}`, '请检查路径，备份所在的磁盘是否已接好。');
  if (isSame(file, database))
    throw new RestoreRefused('same_file', '要恢复的文件就是正在使用的数据文件', '请指定一份备份。');
}

function newestIn(folder: string): string {
  const newest = backupsIn(folder).toSorted((a, b) => b.at - a.at)[0];
  return newest ? `其中最新的备份是 ${newest.path}。` : '其中没有热线系统的备份，请指定一份备份文件。';
}

function lock(database: string): () => void {
  try {
    return takeLock(database);
  } catch (error) {
    if (!(error instanceof DatabaseRefused)) throw error;
    throw new RestoreRefused(
      'running',
      `热线系统正在运行，数据文件正被使用：${database}`,
      '请先停止系统，再恢复；只想检查备份的，请加上 --check。',
    );
  }
}
