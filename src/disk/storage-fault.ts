/*
 * What a disk may refuse, however it is told: by SQLite, by the system to a file of ours, or by a thread that met it.
 */

/** The disk has no room; it fails; it takes no writing; the file cannot be opened; or it cannot be read. */
export type StorageFault = 'full' | 'failing' | 'read_only' | 'unopened' | 'unreadable';

/** The first that fits; SQLite's codes are families: SQLITE_IOERR_FSYNC belongs to SQLITE_IOERR. */
const CODES: readonly (readonly [RegExp, StorageFault])[] = [
  [/^(?:SQLITE_FULL|ENOSPC|EDQUOT)$/, 'full'],
  // The index of the write-ahead log grows on the disk too: without room it fails under its own name.
  [/^SQLITE_IOERR_SHM(?:SIZE|OPEN|MAP)$/, 'full'],
  [/^SQLITE_IOERR_(?:READ|SHORT_READ|CORRUPTFS|DATA|FSTAT|NOMEM)$/, 'unreadable'],
  [/^SQLITE_(?:CORRUPT|NOTADB)/, 'unreadable'],
  [/^(?:SQLITE_IOERR|EIO$)/, 'failing'],
  [/^(?:SQLITE_READONLY|EROFS$)/, 'read_only'],
  [/^SQLITE_CANTOPEN/, 'unopened'],
];

/** Which fault of the disk an error speaks of, itself or as its cause; null for anything else. */
export function storageFaultOf(error: unknown): StorageFault | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  return CODES.find(([family]) => family.test(code))?.[1] ?? storageFaultOf(error.cause);
}

/** Whether something could not be written, while what was written before can still be read. */
export function isWriteFault(error: unknown): boolean {
  const fault = storageFaultOf(error);
  return fault !== null && fault !== 'unreadable';
}

type Words = { status: 503 | 507; title: string; unsaved: string; unshown: string };

const SAFE = '此前已保存的内容不受影响';

/** For whoever was just saving something, and for whoever only wanted to see something that leaves a record. */
export const FAULT_WORDS: Readonly<Record<StorageFault, Words>> = {
  full: {
    status: 507,
    title: '磁盘空间不足',
    unsaved: `服务器磁盘空间不足，本次内容尚未保存，${SAFE}。请保留此页面，联系系统管理员清理空间后再次提交。`,
    unshown: `服务器磁盘空间不足，查看这项内容须留下的记录无法写入，所以没有打开，${SAFE}。请联系系统管理员清理空间后再试。`,
  },
  failing: {
    status: 507,
    title: '磁盘读写出错',
    unsaved: `服务器磁盘写入出错，本次内容尚未保存，${SAFE}。请保留此页面，稍后再次提交；仍不行时，请立即联系系统管理员检查磁盘。`,
    unshown: `服务器磁盘写入出错，查看这项内容须留下的记录无法写入，所以没有打开，${SAFE}。请立即联系系统管理员检查磁盘。`,
  },
  read_only: {
    status: 507,
    title: '磁盘不能写入',
    unsaved: `服务器磁盘目前只能读取、不能写入，本次内容尚未保存，${SAFE}。请保留此页面，联系系统管理员恢复磁盘后再次提交。`,
    unshown: `服务器磁盘目前只能读取、不能写入，查看这项内容须留下的记录无法写入，所以没有打开，${SAFE}。请联系系统管理员恢复磁盘后再试。`,
  },
  unopened: {
    status: 507,
    title: '数据文件打不开',
    unsaved: `服务器打不开数据文件，本次内容尚未保存，${SAFE}。请保留此页面，联系系统管理员检查磁盘和文件夹权限后再次提交。`,
    unshown: `服务器打不开数据文件，这项内容暂时不能查看，${SAFE}。请联系系统管理员检查磁盘和文件夹权限后再试。`,
  },
  unreadable: {
    status: 503,
    title: '数据文件读取出错',
    unsaved:
      '服务器读取数据文件出错，本次操作没有执行，内容尚未保存。请保留此页面，立即联系系统管理员检查磁盘，恢复后再次提交。',
    unshown:
      '服务器读取数据文件出错，这个页面暂时不能显示。请稍后再试；仍不行时，请立即联系系统管理员检查磁盘。',
  },
};

/** Why the system does not start, for the administrator at the console. */
export const START_WORDS: Readonly<Record<StorageFault, string>> = {
  full: '磁盘空间不足，系统没有启动，已保存的数据不受影响。请清理磁盘后重新启动；来不及清理的，可先删除数据文件旁名称以“-ballast”结尾的预留文件。',
  failing: '磁盘读写出错，系统没有启动。请检查磁盘和操作系统日志，恢复后重新启动。',
  read_only:
    '数据文件所在磁盘只能读取、不能写入，系统没有启动，已保存的数据不受影响。请恢复磁盘可写后重新启动。',
  unopened: '打不开数据文件，系统没有启动。请检查磁盘是否已挂载，以及运行账号对数据文件夹有没有读写权限。',
  unreadable:
    '数据文件读取出错，系统没有启动。请先把数据文件复制到另一块磁盘，再检查磁盘或恢复备份，请不要反复启动。',
};
