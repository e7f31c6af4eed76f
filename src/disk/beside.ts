import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What stands beside the database and can be parted with, in bytes. */
export type Beside = {
  ballast: number;
  /** Files to be imported, or just being sent; they are removed by themselves. */
  uploads: number;
  /** Former files that a restore put aside. */
  putAside: number;
  /** Folders with backups on the same disk. */
  backupFolders: readonly string[];
};

export async function besideOf(database: string): Promise<Beside> {
  const names = await readdir(dirname(database)).catch(() => []);
  const sizeOf = async (beginning: string) => {
    const those = names.filter((name) => name.startsWith(`${basename(database)}${beginning}`));
    return sum(await Promise.all(those.map((name) => bytesOf(join(dirname(database), name)))));
  };
  const [ballast, imports, uploads, putAside] = await Promise.all(
    ['-ballast', '-imports', '-uploads', '.before-'].map(sizeOf),
  );
  return {
    ballast: ballast ?? 0,
    uploads: (imports ?? 0) + (uploads ?? 0),
    putAside: putAside ?? 0,
    backupFolders: [],
  };
}

/** Of a file, or of the files in a folder; what goes away meanwhile counts nothing. */
async function bytesOf(path: string): Promise<number> {
  const found = await lstat(path).catch(() => null);
  if (!found?.isDirectory()) return found?.size ?? 0;
  const names = await readdir(path).catch(() => []);
  const sizes = names.map(async (name) => (await lstat(join(path, name)).catch(() => null))?.size ?? 0);
  return sum(await Promise.all(sizes));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
