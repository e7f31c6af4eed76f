import { logError } from '../web/log.ts';
import { Unfit } from './unfit.ts';

/** A folder that cannot take a backup; `message` says why, in Chinese and without its full stop. */
export class NotTaken extends Error {}

const KNOWN: readonly [string, string][] = [
  ['ENOSPC', '空间不足，没有写成，未写完的文件已删除'],
  ['EDQUOT', '空间配额不足，没有写成，未写完的文件已删除'],
  ['SQLITE_FULL', '空间不足，没有写成，未写完的文件已删除'],
  ['EFBIG', '超过文件夹允许的文件大小，没有写成，未写完的文件已删除'],
  ['EACCES', '没有写入权限，请检查文件夹的所有者和权限'],
  ['EPERM', '没有写入权限，请检查文件夹的所有者和权限'],
  ['EROFS', '文件夹只读，不能写入'],
  ['SQLITE_READONLY', '文件夹只读，不能写入'],
  ['SQLITE_CANTOPEN', '文件夹中不能建立文件，请检查权限'],
  ['ENOENT', '文件夹不见了，没有写成'],
  ['ENOTDIR', '这不是文件夹'],
  ['ESTALE', '网络存储的连接已断开，请检查网络和存储设备'],
  ['EHOSTDOWN', '网络存储的连接已断开，请检查网络和存储设备'],
  ['ENOTCONN', '网络存储的连接已断开，请检查网络和存储设备'],
  ['ETIMEDOUT', '网络存储的连接已断开，请检查网络和存储设备'],
  ['EIO', '磁盘或网络存储读写出错，请检查设备'],
  ['SQLITE_IOERR', '磁盘或网络存储读写出错，请检查设备'],
  ['SQLITE_BUSY', '数据文件一直被占用，没有写成，稍后会再试'],
  ['SQLITE_CORRUPT', '数据文件已损坏，不能备份，请立即联系技术人员，保留已有的备份'],
];

const UNKNOWN = '程序出错，详细原因在服务日志中';

/** What went wrong, in words for the administrator. What nobody expected is logged. */
export function backupFaultOf(error: unknown): string {
  const known = knownFaultOf(error);
  if (known === null) logError({ job: 'backup' }, error);
  return known ?? UNKNOWN;
}

/** What a file or a disk refused, in words without their full stop; null for anything else. */
export function knownFaultOf(error: unknown): string | null {
  if (error instanceof Unfit || error instanceof NotTaken) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return KNOWN.find(([start]) => code.startsWith(start))?.[1] ?? null;
}
