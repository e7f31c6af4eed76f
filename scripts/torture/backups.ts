import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkDatabase } from '../../src/backup/check.ts';
import { hashOf } from '../../src/backup/files.ts';
import { usualFolder } from '../../src/backup/folders.ts';
import { readName } from '../../src/backup/names.ts';
import { readSidecar } from '../../src/backup/sidecar.ts';

/** The backups that lie beside a database under their final names, with what is wrong with each; null: it is whole. */
export function backupsBeside(database: string): { file: string; fault: string | null }[] {
  const folder = usualFolder(database);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => readName(file) !== null)
    .map((file) => ({ file, fault: faultOf(join(folder, file)) }));
}

function faultOf(path: string): string | null {
  try {
    const { bytes } = checkDatabase(path);
    const told = readSidecar(path);
    if (bytes === 0) return 'empty';
    return told && told.sha256 !== hashOf(path).sha256 ? 'not what stands beside it' : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
