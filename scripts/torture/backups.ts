import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkDatabase } from '../../src/backup/check.ts';
import { hashOf } from '../../src/backup/files.ts';
import { usualFolder } from '../../src/backup/folders.ts';
import { readName } from '../../src/backup/names.ts';
import { readSidecar } from '../../src/backup/sidecar.ts';
import { connect } from '../../src/db/connect.ts';

/** The backups that lie beside a database under their final names, with what is wrong with each; null: it is whole. */
export function backupsBeside(database: string): { file: string; fault: string | null }[] {
  const folder = usualFolder(database);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => readName(file) !== null)
    .map((file) => ({ file, fault: faultOf(join(folder, file)) }));
}

/** What is wrong with the backups of a file: one is not whole, or the file knows of one that is not there. */
export function backupFaults(database: string): string[] {
  const found = backupsBeside(database);
  const db = connect(database, { readonly: true });
  const noted = db.prepare('SELECT file FROM backups WHERE ok = 1 AND removed_at IS NULL').pluck().all();
  db.close();
  const missing = noted.filter((file) => !found.some((each) => each.file === file));
  return [
    ...found.flatMap(({ file, fault }) => (fault === null ? [] : `backup ${file}: ${fault}`)),
    ...missing.map((file) => `backup ${file} is noted as good and is not there`),
  ];
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
