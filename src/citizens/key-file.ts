import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../backup/files.ts';
import { SECRET_BYTES } from './sealing.ts';

/** What stands in a key file, or why it cannot be used, in words for the administrator. */
export type KeyFile = { secret: Buffer } | { fault: string };

/** Null where there is no such file. */
export function readKeyFile(path: string): KeyFile | null {
  try {
    const text = readFileSync(path, 'utf8').trim();
    if (!HEX.test(text)) return { fault: `身份密钥文件内容不完整或不是密钥：${path}` };
    return { secret: Buffer.from(text, 'hex') };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    return { fault: `身份密钥文件读不出来（${codeOf(error)}）：${path}` };
  }
}

/**
 * Never in place of a file that is there: whoever was quicker has made the key. It gets its name when it is whole, and
 * has it for good: what is sealed with it from now on is lost without it, also after a power cut.
 */
export function makeKeyFile(path: string): KeyFile {
  const unfinished = `${path}.new`;
  try {
    writeSecret(unfinished);
    giveName(unfinished, path);
    syncFolder(dirname(path));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') return { fault: `身份密钥文件建立不了（${codeOf(error)}）：${path}` };
  } finally {
    rmSync(unfinished, { force: true });
  }
  return readKeyFile(path) ?? { fault: `身份密钥文件建立后又不见了：${path}` };
}

function writeSecret(path: string): void {
  rmSync(path, { force: true });
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${randomBytes(SECRET_BYTES).toString('hex')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function giveName(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (existsSync(to)) throw error;
    // Not every file system knows second names.
    renameSync(from, to);
  }
}

/** Whether other accounts of the machine may read it; Windows has other means than the mode. */
export function isReadByOthers(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;
}

/** 64 digits and letters: short enough to be kept on paper. */
const HEX = new RegExp(`^[0-9a-f]{${SECRET_BYTES * 2}}$`, 'i');

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
