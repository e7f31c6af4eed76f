import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { sayBytes } from '../backup/bytes.ts';
import { RestoreRefused } from './refused.ts';

const MARGIN = 64 * 1024 * 1024;

/** What a copy of so many bytes may come to need: it is brought to the newest version, too. */
export function roomFor(bytes: number): number {
  return bytes + Math.ceil(bytes / 10) + MARGIN;
}

export function roomIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** @throws RestoreRefused where a copy of so many bytes has no room beside the database */
export function requireRoom(database: string, bytes: number, free = roomIn(dirname(database))): void {
  const needed = roomFor(bytes);
  if (free >= needed) return;
  throw new RestoreRefused(
    'no_room',
    `磁盘空间不足：恢复需要 ${sayBytes(needed)}，${dirname(database)} 所在磁盘只剩 ${sayBytes(free)}`,
    '现有数据没有改动。请清理该磁盘后再试。',
  );
}
