import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/*
 * Files written for good, by a thread that may wait: nothing counts as written before its fsync has succeeded, and a
 * fsync that fails is an error like any other.
 */

/** Size and SHA-256 of a file. */
export type Written = { bytes: number; sha256: string };
/** Told of the bytes done so far. */
export type Say = (bytes: number) => void;

const CHUNK = 1024 * 1024;
/** Handed to the disk bit by bit: gigabytes at the end would hold up whoever commits meanwhile. */
export const SYNC_EVERY = 4 * CHUNK;

/** Reads a file from beginning to end. */
export function* chunksOf(path: string): Generator<Uint8Array<ArrayBuffer>, void> {
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafeSlow(CHUNK);
      const length = readSync(file, chunk, 0, CHUNK, null);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/** Writes a new file, for this account only, and fsyncs it. */
export async function writeNew(
  to: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  say: Say,
): Promise<Written> {
  const hash = createHash('sha256');
  const file = openSync(to, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      writeFileSync(file, chunk);
      hash.update(chunk);
      if (Math.floor(bytes / SYNC_EVERY) !== Math.floor((bytes + chunk.length) / SYNC_EVERY)) fsyncSync(file);
      bytes += chunk.length;
      say(bytes);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return { bytes, sha256: hash.digest('hex') };
}

export function hashOf(path: string, say: Say = () => undefined): Written {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const chunk of chunksOf(path)) {
    hash.update(chunk);
    bytes += chunk.length;
    say(bytes);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Gives a finished file its name, for good. */
export function renameForGood(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** So that names in it survive a power cut; Windows has no such thing. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** Whether two names are of one file or folder: by a link, or a disk that is mounted twice. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

/** Takes away a file that was not finished, with what SQLite may have left beside it. */
export function removeUnfinished(path: string): void {
  for (const tail of ['', '-journal', '-wal', '-shm']) rmSync(`${path}${tail}`, { force: true });
}
