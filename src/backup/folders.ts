import { dirname, join } from 'node:path';
import type { Db } from '../db/open.ts';
import { policyAt } from '../policy/policy.ts';
import type { BackupPolicy } from '../presets/types.ts';

/** Where backups go, each to all of them: as the administrator has set it, otherwise beside the database. */
export function foldersOf(db: Db, databasePath: string, now: number): string[] {
  return foldersIn(policyAt(db, now).backup, databasePath);
}

/** The same, of a setting that may not be in force yet. */
export function foldersIn({ folders }: Pick<BackupPolicy, 'folders'>, databasePath: string): string[] {
  return folders.length > 0 ? [...new Set(folders.map(withoutSlash))] : [usualFolder(databasePath)];
}

function withoutSlash(folder: string): string {
  return folder.replace(/(?<=[^/\\:])[/\\]+$/, '');
}

/** The one folder that the program makes itself. */
export function usualFolder(databasePath: string): string {
  return join(dirname(databasePath), 'backup');
}
