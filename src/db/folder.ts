import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { syncFolder } from '../backup/files.ts';

/** Makes a folder with those above it, so that no power cut takes it away again with everything in it. */
export function makeFolder(folder: string, mode = 0o777): void {
  if (existsSync(folder)) return;
  const above = dirname(resolve(folder));
  makeFolder(above, mode);
  mkdirSync(folder, { recursive: true, mode });
  try {
    syncFolder(above);
  } catch (error) {
    // Whoever finds it the next time would rely on it.
    rmdirSync(folder);
    throw error;
  }
}
