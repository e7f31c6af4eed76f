import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectRoot } from '../../src/config.ts';
import { generate } from './generate/generate.ts';

/** Where the generated files and the reports are kept; git does not see it. */
export const FOLDER = join(projectRoot, 'bench-data');

/** What decides about the content of a file: when any of it changes, the file is made anew. */
const SOURCES = ['migrations', 'scripts/bench/generate', 'src/search', 'src/demo/texts/templates'];

/** The file with `count` cases, made when it is not there yet. `now` is epoch ms. */
export function fileOf(count: number, now: number, say: (text: string) => void): string {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `cases-${count}-${fingerprint()}.db`);
  if (!existsSync(path)) {
    removeOlder(count);
    generate(path, count, now, say);
  }
  return path;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const folder = join(projectRoot, source);
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      if (statSync(path).isFile()) hash.update(name).update(readFileSync(path));
    }
  }
  return hash.digest('hex').slice(0, 12);
}

/** A million cases take gigabytes: files of an older generator go. */
function removeOlder(count: number): void {
  for (const name of readdirSync(FOLDER)) {
    if (basename(name).startsWith(`cases-${count}-`)) rmSync(join(FOLDER, name), { force: true });
  }
}
