import { closeSync, openSync, readSync } from 'node:fs';
import { ReadableStream as Streams } from 'node:stream/web';
import { Decrypter, Encrypter } from 'age-encryption';
import { chunksOf, type Say, type Written, writeNew } from './files.ts';

/*
 * Encrypted backups are age files (age-encryption.org/v1): they can also be opened without this program, by
 * `age -d -i KEY -o hotline.db FILE`.
 */

/** None of the given private keys opens it, or it is damaged; `message` is for the administrator. */
export class NotOpened extends Error {}

/** Encrypts a file for the owner of this public key (age1...), chunk by chunk; the new file is fsynced. */
export async function encryptFile(
  from: string,
  to: string,
  recipient: string,
  say: Say = () => undefined,
): Promise<Written> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return writeNew(to, await encrypter.encrypt(streamOf(from)), say);
}

/**
 * Decrypts a file with any of these private keys (AGE-SECRET-KEY-1...), chunk by chunk; the new file is fsynced.
 * @throws NotOpened, and then what it has written so far is worth nothing
 */
export async function decryptFile(
  from: string,
  to: string,
  identities: readonly string[],
  say: Say = () => undefined,
): Promise<Written> {
  const decrypter = new Decrypter();
  try {
    for (const identity of identities) decrypter.addIdentity(identity);
  } catch {
    throw new NotOpened('私钥格式不对，应为以 AGE-SECRET-KEY-1 开头的一行，请整行复制');
  }
  try {
    return await writeNew(to, await decrypter.decrypt(streamOf(from)), say);
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw error;
    throw new NotOpened('没有打开加密的备份：私钥不对，或文件已损坏');
  }
}

const MAGIC = 'age-encryption.org/v1\n';

/** By its first bytes; false also where it cannot be read. */
export function looksEncrypted(path: string): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      const start = Buffer.alloc(MAGIC.length);
      readSync(file, start, 0, MAGIC.length, 0);
      return start.toString('latin1') === MAGIC;
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

function streamOf(path: string): ReadableStream<Uint8Array> {
  return Streams.from(chunksOf(path)) as ReadableStream<Uint8Array>;
}
