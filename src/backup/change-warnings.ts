import type { BackupPolicy } from '../presets/types.ts';
import { foldersIn, usualFolder } from './folders.ts';
import { type Folder, type FolderState, lookAtFolders } from './look.ts';

type Folders = Pick<BackupPolicy, 'folders'>;

/** What other folders for the backups mean, said before they are confirmed: which are left, and how the new ones stand. */
export async function folderWarnings(database: string, before: Folders, after: Folders): Promise<string[]> {
  const [had, has] = [foldersIn(before, database), foldersIn(after, database)];
  const left = had.filter((folder) => !has.includes(folder));
  const added = await lookAtFolders(
    has.filter((folder) => !had.includes(folder)),
    database,
  );
  return [...left.map((folder) => sayLeft(folder, database)), ...added.flatMap(sayAdded)];
}

/** What another key means for the backups that are there, and for those to come. */
export function keyWarnings({ recipient: had }: Key, { recipient: has }: Key): string[] {
  if (had === has) return [];
  if (has === '')
    return ['今后的备份不加密，能读到备份文件夹的人都能打开。已经加密的备份仍要用原来的私钥打开。'];
  const older =
    had === ''
      ? '已有的备份没有加密，仍能直接打开。'
      : '已有的备份仍要用原来的私钥打开，请保存到它们全部到期。';
  return [`${older}施行后请先点“立即备份”，再用新的私钥试着打开一次，方法见运维手册“备份和恢复”。`];
}

type Key = Pick<BackupPolicy, 'recipient'>;

function sayLeft(folder: string, database: string): string {
  const what = folder === usualFolder(database) ? `数据文件旁边的 ${folder}` : folder;
  return `${what} 将不再使用，其中的备份留着，不再自动清理；要同时使用，请把它也写上一行。`;
}

const FAULTS: Readonly<Record<Exclude<FolderState, 'fine'>, string>> = {
  missing: '现在不存在，备份存不进去。请先建立这个文件夹，或挂载所在的磁盘、网络存储。',
  no_folder: '不是文件夹，是一个文件，备份存不进去。请改填文件夹。',
  not_writable: '现在不能写入，备份存不进去。请检查文件夹的所有者和权限。',
  silent: '没有响应，请检查网络存储和网络。',
};

function sayAdded({ folder, state, onSameDisk }: Folder): string[] {
  if (state === 'missing' && isForeign(folder))
    return [
      `${folder} 是 Windows 的写法，这台服务器上不能这样填。请先挂载网络存储，再填写挂载的位置，例如 /mnt/backup/hotline。`,
    ];
  if (state !== 'fine') return [`${folder} ${FAULTS[state]}`];
  return onSameDisk === true ? [`${folder} 与数据文件在同一块磁盘上，磁盘损坏时会一起丢失。`] : [];
}

function isForeign(folder: string): boolean {
  return process.platform !== 'win32' && !folder.startsWith('/');
}
