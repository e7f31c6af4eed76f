import { createHash } from 'node:crypto';
import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { usualKeyFile } from '../../src/citizens/key.ts';
import { projectRoot } from '../../src/config.ts';
import { generate } from './generate/generate.ts';
import { refreshIndexes, tablesHash } from './schema.ts';

const TEMPLATES = 'src/demo/texts/templates';

/** Where the generated files and the reports are kept; git does not see it. */
export const FOLDER = join(projectRoot, 'bench-data');

/** What decides about the content of a file, beside the tables: when any of it changes, the file is made anew. */
const SOURCES = [
  ...readdirSync(join(projectRoot, 'scripts/bench/generate')).map((name) => `scripts/bench/generate/${name}`),
  ...readdirSync(join(projectRoot, TEMPLATES)).map((name) => `${TEMPLATES}/${name}`),
  ...['src/search/bigrams.ts', 'src/search/runs.ts'],
].sort();

/** The file with `count` cases, made when it is not there yet. `now` is epoch ms. */
export function fileOf(count: number, now: number, say: (text: string) => void): string {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `cases-${count}-${fingerprint()}.db`);
  if (existsSync(path)) refreshIndexes(path, say);
  else {
    removeOlder(count);
    generate(path, count, now, say);
  }
  return path;
}

export function fingerprint(): string {
  const hash = createHash('sha256').update(tablesHash());
  for (const source of SOURCES) hash.update(readFileSync(join(projectRoot, source)));
  return hash.digest('hex').slice(0, 12);
}

/** A million cases take gigabytes: files of an older generator go. */
function removeOlder(count: number): void {
  for (const name of readdirSync(FOLDER)) {
    if (name.startsWith(`cases-${count}-`)) rmSync(join(FOLDER, name), { force: true });
  }
}

/** The file again, with its key, under a name in FOLDER, to be filled further. */
export function copyOf(file: string, name: string): string {
  const copy = join(FOLDER, name);
  removeFile(copy);
  copyFileSync(file, copy, constants.COPYFILE_FICLONE);
  copyFileSync(usualKeyFile(file), usualKeyFile(copy));
  return copy;
}

/** A generated or measured file with everything that stands beside it. */
export function removeFile(file: string): void {
  for (const tail of [
    '',
    '-wal',
    '-shm',
    '-lock',
    '-lock-journal',
    '-imports',
    '-uploads',
    '-key',
    '-ballast',
  ]) {
    rmSync(`${file}${tail}`, { force: true, recursive: true });
  }
}
