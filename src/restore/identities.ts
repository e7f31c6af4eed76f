import { readFileSync } from 'node:fs';
import { RestoreRefused } from './refused.ts';

/**
 * The private keys in an age identity file.
 * @throws RestoreRefused where it cannot be read or holds none
 */
export function readIdentities(path: string): string[] {
  const lines = textOf(path).split(/\r?\n/);
  const found = lines.map((line) => line.trim()).filter((line) => line.startsWith('AGE-SECRET-KEY-1'));
  if (found.length > 0) return found;
  throw new RestoreRefused(
    'wrong_identity',
    `私钥文件里没有私钥：${path}`,
    '其中应有以 AGE-SECRET-KEY-1 开头的一行，由 age-keygen 生成。',
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new RestoreRefused('no_identity', `私钥文件读不出来：${path}`, '请检查路径和文件权限。');
  }
}
