import { statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeFolder } from '../db/folder.ts';
import { sayBytes } from './bytes.ts';
import { NotTaken } from './fault.ts';

/** A folder that backups go to. */
export type Place = {
  folder: string;
  /** Made where it is not there: only the folder beside the database is the program's own. */
  own: boolean;
  /** Whether a disk or a share was mounted there when the last good one was written. */
  mounted: boolean;
  /** Named by somebody this once: what lies there may be an archive, nothing goes from it. */
  keepAll?: true;
};

/**
 * Sees to it that a backup may be written into a folder.
 * @param free bytes that must be free there
 * @throws NotTaken where it is not there, not mounted, or too full
 */
export function readyPlace({ folder, own, mounted }: Place, free: number): void {
  if (own) makeFolder(folder, 0o700);
  if (!isFolder(folder))
    throw new NotTaken(
      '文件夹不存在。为免网络存储没有挂载时写满系统磁盘，不会自动建立；请挂载存储或建立文件夹',
    );
  if (mounted && !isMountPoint(folder))
    throw new NotTaken(
      '上次备份时这里挂载着另一块磁盘或网络存储，现在没有挂载。请挂载后再试；不再挂载的，请在备份设置中换一个文件夹',
    );
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < free)
    throw new NotTaken(`空间不足：至少需要 ${sayBytes(free)}，只剩 ${sayBytes(bavail * bsize)}。没有写入`);
}

/** Whether a disk or a share is mounted at this very folder. */
export function isMountPoint(folder: string): boolean {
  const path = resolve(folder);
  return statSync(path).dev !== statSync(dirname(path)).dev;
}

export function onSameDisk(folder: string, other: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.dev === statSync(other, { throwIfNoEntry: false })?.dev;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
