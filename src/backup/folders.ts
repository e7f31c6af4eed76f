import { dirname, join } from 'node:path';
import type { Db } from '../db/open.ts';
import { policyAt } from '../policy/policy.ts';

/** Where backups go, each to all of them: as the administrator has set it, otherwise beside the database. */
export function foldersOf(db: Db, databasePath: string, now: number): string[] {
  const { folders } = policyAt(db, now).backup;
  return folders.length > 0 ? [...new Set(folders.map(withoutSlash))] : [usualFolder(databasePath)];
}

function withoutSlash(folder: string): string {
  return folder.replace(/(?<=[^/\\:])[/\\]+$/, '');
}

/** The one folder that the program makes itself. */
export function usualFolder(databasePath: string): string {
  return join(dirname(databasePath), 'backup');
}
