import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
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

/** Never in place of a file that is there: whoever was quicker has made the key. */
export function makeKeyFile(path: string): KeyFile {
  try {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeSync(file, `${randomBytes(SECRET_BYTES).toString('hex')}\n`);
      // What is sealed with it from now on is lost without it, also after a power cut.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') return { fault: `身份密钥文件建立不了（${codeOf(error)}）：${path}` };
  }
  return readKeyFile(path) ?? { fault: `身份密钥文件建立后又不见了：${path}` };
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
