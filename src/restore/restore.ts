import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { verifyChain } from '../audit/verify.ts';
import { removeUnfinished, type Say, syncFolder } from '../backup/files.ts';
import { readName } from '../backup/names.ts';
import { keyWarnings, useKeyFile } from '../citizens/key.ts';
import { migrate } from '../db/migrate.ts';
import { connect, DatabaseRefused, type Db, takeLock } from '../db/open.ts';
import { settingOf } from '../db/setting.ts';
import { type Facts, factsOf } from './facts.ts';
import { finishRestore, isSame } from './finish.ts';
import { lookedAtOf, readyOf, unfinishedOf } from './names.ts';
import type { Skipped } from './numbers.ts';
import { RestoreRefused } from './refused.ts';
import { type Missing, missingSince, type Replaced, readReplaced } from './replaced.ts';
import { requireRoom } from './room.ts';
import { setBack } from './set-back.ts';
import { examine, type Unpacked, unpack } from './unpack.ts';

/** What of a backup is known before anything is replaced. */
export type Found = Facts & {
  version: number;
  /** When the backup was begun (epoch ms); by what lies beside it, or its name. */
  madeAt: number | null;
  encrypted: boolean;
  /** Whether there was a list beside it to compare it with. */
  compared: boolean;
  chain: Chain;
  /** What is amiss with the key of confidential identities; nothing where all is well. */
  keyWarnings: readonly string[];
};

/** The audit log of a file: whole, or from where it is not. */
export type Chain = { ok: boolean; lines: number; fault: string };

export type Report = Found & {
  skipped: Skipped;
  missing: Missing | null | 'unknown';
  /** Where the old file lies now; null where there was none. */
  aside: string | null;
};

export type RestoreOrder = {
  file: string;
  database: string;
  keyFile: string;
  identities: readonly string[];
  /** So many case numbers are left out, where it cannot be read how many were given. */
  skip: number;
  now: number;
  say?: Say;
  /** Asked once all is known and nothing is replaced yet. */
  confirm: (found: Found, replaced: Replaced | null) => boolean | Promise<boolean>;
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
export async function checkFile(order: Omit<RestoreOrder, 'confirm' | 'skip'>): Promise<Found> {
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

async function takeItsPlace(order: RestoreOrder, { db, found, unpacked }: Opened): Promise<Report | null> {
  const { database, now } = order;
  const replaced = readReplaced(database);
  if (!(await order.confirm(found, replaced))) return null;
  const missing = existsSync(database) ? missingSince(db, database) : null;
  const skipped = setBack(db, {
    ...{ file: basename(order.file), sha256: unpacked.written.sha256, madeAt: found.madeAt },
    ...{ counters: replaced?.counters ?? null, skip: order.skip, now },
  });
  const copy = db.name;
  closeWhole(db);
  makeReady(copy, database, now);
  return { ...found, skipped, missing, aside: finishRestore(database) };
}

type Opened = { db: Db; found: Found; unpacked: Unpacked };

async function openCopy(order: Omit<RestoreOrder, 'confirm' | 'skip'>, copy: string): Promise<Opened> {
  requireRoom(order.database, statSync(order.file).size);
  const unpacked = await unpack(order.file, copy, order.identities, order.say);
  const { version } = examine(copy);
  const db = connect(copy);
  try {
    migrate(db, order.now);
    return { db, unpacked, found: foundIn(db, version, unpacked, order) };
  } catch (error) {
    db.close();
    throw error;
  }
}

function foundIn(
  db: Db,
  version: number,
  { sidecar, encrypted }: Unpacked,
  order: Pick<RestoreOrder, 'file' | 'keyFile'>,
): Found {
  const { ok, lines, fault } = verifyChain(db);
  return {
    ...factsOf(db, statSync(db.name).size),
    ...{ version, encrypted, compared: sidecar !== null },
    madeAt: sidecar?.madeAt ?? readName(basename(order.file))?.at ?? null,
    chain: { ok, lines, fault: fault?.what ?? '' },
    keyWarnings: warningsOn(db, order.keyFile),
  };
}

/** A file that never had a key gets its first one when the system starts. */
function warningsOn(db: Db, keyFile: string): readonly string[] {
  if (settingOf(db, 'identity_key') === null) return [];
  useKeyFile(db, keyFile);
  return keyWarnings(db);
}

/** In one file: nothing of it is left in its log of writes. */
function closeWhole(db: Db): void {
  const busy = db.pragma('wal_checkpoint(TRUNCATE)', { simple: true });
  if (busy !== 0) throw new Error(`another program is reading ${db.name}`);
  db.close();
}

/** From here on the next start finishes it. Its time tells under which name the old file is kept. */
function makeReady(copy: string, database: string, now: number): void {
  ownLike(copy, existsSync(database) ? database : dirname(database));
  utimesSync(copy, now / 1000, now / 1000);
  const file = openSync(copy, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(copy, readyOf(database));
  syncFolder(dirname(database));
}

/** Whoever restores may be another account than the one that serves. */
function ownLike(copy: string, model: string): void {
  const { uid, gid } = statSync(model);
  if (statSync(copy).uid === uid) return;
  try {
    chownSync(copy, uid, gid);
  } catch {
    // Not allowed: then this account has to serve.
  }
}

function refuseFile({ file, database }: Pick<RestoreOrder, 'file' | 'database'>): void {
  if (!existsSync(dirname(database)))
    throw new RestoreRefused(
      'missing',
      `没有找到数据文件所在的文件夹：${dirname(database)}`,
      '请先建立该文件夹。',
    );
  if (!existsSync(file) || !statSync(file).isFile())
    throw new RestoreRefused('missing', `没有找到文件：${file}`, '请检查路径，备份所在的磁盘是否已接好。');
  if (existsSync(database) && isSame(file, database))
    throw new RestoreRefused('same_file', '要恢复的文件就是正在使用的数据文件', '请指定一份备份。');
}

function lock(database: string): () => void {
  try {
    return takeLock(database);
  } catch (error) {
    if (!(error instanceof DatabaseRefused)) throw error;
    throw new RestoreRefused(
      'running',
      `热线系统正在运行，数据文件正被使用：${database}`,
      '现有数据没有改动。请先停止系统，再恢复；只想检查备份的，请加上 --check。',
    );
  }
}
