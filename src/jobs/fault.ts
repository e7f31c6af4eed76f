import { isSqliteError } from '../db/sqlite-error.ts';
import { type StorageFault, storageFaultOf } from '../disk/storage-fault.ts';

const UNKNOWN = '程序出错，详细原因在服务日志中';

const DISK: Readonly<Record<StorageFault, string>> = {
  full: '磁盘空间不足，没有写成',
  failing: '磁盘读写出错',
  read_only: '数据文件不可写',
  unopened: '数据文件打不开',
  unreadable: '数据文件读取出错',
};

/** What went wrong, in words for the administrator; of personal data, which a message may quote, nothing (C-M1). */
export function faultOf(error: unknown): string {
  if (isSqliteError(error, 'SQLITE_CORRUPT')) return '数据文件已损坏';
  if (isSqliteError(error, 'SQLITE_BUSY')) return '数据文件被占用，没有写成';
  const fault = storageFaultOf(error);
  return fault ? DISK[fault] : UNKNOWN;
}
