import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { sayBytes } from '../backup/bytes.ts';
import { checkDatabase, contentOf } from '../backup/check.ts';
import { removeUnfinished } from '../backup/files.ts';
import { connect } from '../db/connect.ts';
import { DatabaseRefused, type Db, takeLock } from '../db/open.ts';
import { finishRestore } from '../restore/finish.ts';
import { unfinishedOf } from '../restore/names.ts';
import { makeReady } from '../restore/ready.ts';

/** Bytes; `aside`: where the file as it was lies. */
export type Compacted = { before: number; after: number; aside: string };

/**
 * Writes the whole file anew without its free pages, and with the map that lets later ones be given back while it is in
 * use. Nothing is touched until the copy is whole, checked and compared; then it takes the place as a restored backup does,
 * by the next start if this is broken off.
 * @throws DatabaseRefused | Unfit where it cannot be done; the file is as it was
 */
export function compact(database: string, now: number): Compacted {
  const release = takeLock(database);
  const copy = unfinishedOf(database);
  try {
    finishRestore(database);
    checkDatabase(database);
    const before = statSync(database).size;
    requireRoom(database, before);
    writeCopy(database, copy);
    const after = statSync(copy).size;
    makeReady(copy, database, now);
    return { before, after, aside: finishRestore(database) ?? database };
  } finally {
    removeUnfinished(copy);
    release();
  }
}

function writeCopy(database: string, copy: string): void {
  const db = connect(database);
  try {
    // The log of writes is worked in, so that the file is one when it is put aside.
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.prepare('VACUUM INTO ?').run(copy);
    requireSame(db, copy);
  } finally {
    db.close();
  }
}

function requireSame(db: Db, copy: string): void {
  const { counts, auditHead, identityCheck } = checkDatabase(copy);
  const written = JSON.stringify({ counts, auditHead, identityCheck });
  if (written === JSON.stringify(contentOf(db))) return;
  throw new DatabaseRefused('新写成的文件与原文件核对不一致，没有替换，原来的数据文件没有改动。');
}

function requireRoom(database: string, needed: number): void {
  const { bavail, bsize } = statfsSync(dirname(database));
  const free = bavail * bsize;
  if (free >= needed) return;
  throw new DatabaseRefused(
    `磁盘空间不足：需要 ${sayBytes(needed)}，只剩 ${sayBytes(free)}。数据文件没有改动，请清理磁盘后再试。`,
  );
}
