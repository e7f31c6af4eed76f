import { isSqliteError } from '../db/open.ts';

const UNKNOWN = '程序出错，详细原因在服务日志中';

const KNOWN = [
  ['SQLITE_FULL', '磁盘空间不足，没有写成'],
  ['SQLITE_BUSY', '数据文件被占用，没有写成'],
  ['SQLITE_READONLY', '数据文件不可写'],
  ['SQLITE_IOERR', '磁盘读写出错'],
  ['SQLITE_CORRUPT', '数据文件已损坏'],
] as const;

/** What went wrong, in words for the administrator; of personal data, which a message may quote, nothing (C-M1). */
export function faultOf(error: unknown): string {
  return KNOWN.find(([code]) => isSqliteError(error, code))?.[1] ?? UNKNOWN;
}
