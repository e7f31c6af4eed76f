import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { sayBytes } from '../backup/bytes.ts';
import { type Checked, checkDatabase } from '../backup/check.ts';
import { decryptFile, looksEncrypted, NotOpened } from '../backup/crypt.ts';
import { chunksOf, hashOf, type Say, type Written, writeNew } from '../backup/files.ts';
import { readSidecar, type Sidecar } from '../backup/sidecar.ts';
import { Unfit } from '../backup/unfit.ts';
import { NEXT, RestoreRefused } from './refused.ts';

/** A backup as it was found: the file as it lies, and what was written down beside it. */
export type Unpacked = { written: Written; encrypted: boolean; sidecar: Sidecar | null };

/**
 * Makes an open copy of a backup, fsynced; the backup itself is only read.
 * @throws RestoreRefused where it is not what it was, or does not open
 */
export async function unpack(
  from: string,
  to: string,
  identities: readonly string[],
  say: Say = () => undefined,
): Promise<Unpacked> {
  const [encrypted, sidecar] = [looksEncrypted(from), readSidecar(from)];
  if (sidecar && sidecar.bytes !== statSync(from).size) throw cut(sidecar.bytes, statSync(from).size);
  if (encrypted && identities.length === 0) throw noIdentity();
  const written = encrypted ? hashOf(from) : await writeNew(to, chunksOf(from), say);
  if (sidecar && sidecar.sha256 !== written.sha256) throw altered();
  if (encrypted) await decrypt(from, to, identities, say);
  else await takeTail(from, to, say);
  return { written, encrypted, sidecar };
}

async function decrypt(from: string, to: string, identities: readonly string[], say: Say): Promise<void> {
  try {
    await decryptFile(from, to, identities, say);
  } catch (error) {
    if (!(error instanceof NotOpened)) throw error;
    throw new RestoreRefused(
      'wrong_identity',
      error.message,
      '请用与备份时的加密公钥配套的私钥文件：--identity 私钥文件。',
    );
  }
}

/** A file that was put aside may have left the newest of it in a second one. */
async function takeTail(from: string, to: string, say: Say): Promise<void> {
  const tail = `${from}-wal`;
  if (!existsSync(tail) || statSync(tail).size === 0) return;
  await writeNew(`${to}-wal`, chunksOf(tail), say);
  let db: Database.Database | undefined;
  try {
    db = new Database(to);
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    throw new RestoreRefused('damaged', '文件已损坏，读不出来', NEXT.damaged);
  } finally {
    db?.close();
  }
}

/**
 * Looks through a copy.
 * @throws RestoreRefused with the reason, and what to do next
 */
export function examine(path: string): Checked {
  try {
    return checkDatabase(path);
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    throw new RestoreRefused(error.code, error.message, NEXT[error.code]);
  }
}

function cut(expected: number, found: number): RestoreRefused {
  return new RestoreRefused(
    'damaged',
    `文件不完整：备份时为 ${sayBytes(expected)}（${expected} 字节），现为 ${sayBytes(found)}（${found} 字节）`,
    '可能没有复制完，请重新复制，或换一份备份。',
  );
}

function altered(): RestoreRefused {
  return new RestoreRefused(
    'altered',
    '文件与备份时登记的校验值不符，已损坏或被改动过',
    '请重新复制，或换一份备份。',
  );
}

function noIdentity(): RestoreRefused {
  return new RestoreRefused(
    'no_identity',
    '这份备份已加密，没有私钥打不开',
    '请插入存有私钥的介质，并加上 --identity 私钥文件。',
  );
}
