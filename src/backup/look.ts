import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { usualFolder } from './folders.ts';

/** 'silent': the system gave no answer, as a network disk does that is gone. */
export type FolderState = 'fine' | 'missing' | 'no_folder' | 'not_writable' | 'silent';

/** How a folder for backups stands at this moment; what could not be found out is null. */
export type Folder = {
  folder: string;
  state: FolderState;
  freeBytes: number | null;
  /** Whether it goes down together with the database. */
  onSameDisk: boolean | null;
};

const PATIENCE = 2000;

/** Looks at each, for no longer than a reader of the page waits. */
export function lookAtFolders(folders: readonly string[], database: string): Promise<Folder[]> {
  return Promise.all(
    folders.map((folder) =>
      Promise.race([askedOnce(folder, database), sleep(PATIENCE, unknown(folder, 'silent'), { ref: false })]),
    ),
  );
}

/** What is still being waited for: each question holds one of the few threads of the pool until it is answered. */
const asked = new Map<string, Promise<Folder>>();

function askedOnce(folder: string, database: string): Promise<Folder> {
  const key = JSON.stringify([folder, database]);
  const going = asked.get(key);
  if (going) return going;
  const answer = folderOf(folder, database).finally(() => asked.delete(key));
  asked.set(key, answer);
  return answer;
}

async function folderOf(folder: string, database: string): Promise<Folder> {
  try {
    const [there, home] = await Promise.all([stat(folder), stat(dirname(database))]);
    if (!there.isDirectory()) return unknown(folder, 'no_folder');
    const { bavail, bsize } = await statfs(folder);
    const state = (await writable(folder)) ? 'fine' : 'not_writable';
    return { folder, state, freeBytes: bavail * bsize, onSameDisk: there.dev === home.dev };
  } catch {
    // The program makes this one itself, with the first backup.
    if (folder === usualFolder(database)) return { ...(await folderOf(dirname(database), database)), folder };
    return unknown(folder, 'missing');
  }
}

async function writable(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function unknown(folder: string, state: FolderState): Folder {
  return { folder, state, freeBytes: null, onSameDisk: null };
}
