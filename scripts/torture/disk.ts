import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Luck, Platter } from './platter.ts';
import { below, type Random } from './random.ts';
import type { Step } from './recording.ts';

type Entry = Platter | 'folder';
type Names = Map<string, Entry>;
/** A change of names that lasts once its folder was synced. */
type Naming = { folders: readonly string[]; apply: (names: Names) => unknown };

/** How a power cut treats what was not synced. */
export type Manner = { luck: Luck; names: 'none' | 'all' | 'first ones' | 'any' };

/** What a disk does when it is told to sync: its work; nothing; or it fails at times, and then forgets. */
export type Syncs = 'heeded' | 'ignored' | 'forgotten when they fail';

/** Nothing that was not synced is there; everything is, as after kill -9; or anything may be. */
export const NOTHING: Manner = { luck: { kept: 0, whole: 1 }, names: 'none' };
export const EVERYTHING: Manner = { luck: { kept: 1, whole: 1 }, names: 'all' };
export function anything(random: Random): Manner {
  const luck = { kept: random(), whole: random() };
  return { luck, names: random() < 0.5 ? 'first ones' : 'any' };
}

/**
 * A folder on a disk that forgets: what was written to a file is there for certain once the file was synced, a name
 * once its folder was. (Most file systems promise more.)
 */
export class Disk {
  readonly #root: string;
  /** Of what is on the disk for certain. */
  readonly #lasting: Names = new Map();
  /** As the running process sees it. */
  readonly #seen: Names = new Map();
  readonly #folders = new Map<bigint, string>();
  readonly #files = new Map<bigint, Platter>();
  #namings: Naming[] = [];
  readonly #syncs: Syncs;

  /** @param root the folder that was recorded, as it was when the recording began */
  constructor(root: string, before: ReadonlyMap<string, Buffer>, syncs: Syncs = 'heeded') {
    this.#root = root;
    this.#syncs = syncs;
    for (const [name, bytes] of before) {
      const file = Platter.holding(bytes);
      this.#isThere(join(root, name), file);
    }
  }

  #isThere(path: string, entry: Entry): void {
    this.#lasting.set(path, entry);
    this.#seen.set(path, entry);
    if (dirname(path) !== this.#root) this.#isThere(dirname(path), 'folder');
  }

  take(step: Step): void {
    if (step.op === 'opened') this.#open(step);
    else if (step.op === 'written' || step.op === 'cut_to') this.#files.get(step.inode)?.change(step);
    else if (step.op === 'synced') this.#sync(step.inode);
    else if (step.op === 'not_synced') this.#fail(step.inode);
    else if ('from' in step) this.#move(step.from, step.to, step.op === 'renamed');
    else if (step.op === 'folder_made')
      this.#name([dirname(step.path)], (names) => names.set(step.path, 'folder'));
    else this.#name([dirname(step.path)], (names) => names.delete(step.path));
  }

  /** Writes what a power cut at this moment leaves into a folder, in place of what is there. */
  cut(into: string, random: Random, manner: Manner): void {
    const names = new Map(this.#lasting);
    for (const naming of this.#surviving(random, manner)) naming.apply(names);
    rmSync(into, { recursive: true, force: true });
    mkdirSync(into, { recursive: true });
    for (const [path, entry] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) {
      // A name in a folder that is not there is none.
      if (!this.#isReached(names, dirname(path))) continue;
      const place = join(into, path.slice(this.#root.length));
      if (entry === 'folder') mkdirSync(place);
      else writeFileSync(place, entry.after(random, manner.luck));
    }
  }

  #open(step: Step & { op: 'opened' }): void {
    if (step.isFolder) {
      this.#folders.set(step.inode, step.path);
      return;
    }
    const known = this.#seen.get(step.path);
    const file = step.isNew || !(known instanceof Platter) ? new Platter() : known;
    this.#files.set(step.inode, file);
    if (file !== known) this.#name([dirname(step.path)], (names) => names.set(step.path, file));
  }

  #move(from: string, to: string, isGone: boolean): void {
    const entry = this.#seen.get(from);
    if (entry === undefined) throw new Error(`renamed before it was made: ${from}`);
    this.#name([dirname(from), dirname(to)], (names) => {
      if (isGone && names.get(from) === entry) names.delete(from);
      names.set(to, entry);
    });
  }

  #name(folders: readonly string[], apply: (names: Names) => unknown): void {
    apply(this.#seen);
    this.#namings.push({ folders, apply });
  }

  #sync(inode: bigint): void {
    if (this.#syncs === 'ignored') return;
    const folder = this.#folders.get(inode);
    if (folder === undefined) this.#files.get(inode)?.sync();
    else this.#syncNames(folder);
  }

  #fail(inode: bigint): void {
    if (this.#syncs === 'forgotten when they fail') this.#files.get(inode)?.forget();
  }

  #syncNames(folder: string): void {
    for (const naming of this.#namings) if (naming.folders.includes(folder)) naming.apply(this.#lasting);
    this.#namings = this.#namings.filter((naming) => !naming.folders.includes(folder));
  }

  #surviving(random: Random, { names }: Manner): Naming[] {
    if (names === 'none') return [];
    if (names === 'all') return this.#namings;
    if (names === 'first ones') return this.#namings.slice(0, below(random, this.#namings.length + 1));
    return this.#namings.filter(() => random() < 0.5);
  }

  #isReached(names: Names, folder: string): boolean {
    return (
      folder === this.#root || (names.get(folder) === 'folder' && this.#isReached(names, dirname(folder)))
    );
  }
}

/** Every file of a folder with its bytes, by its name from there; without what SQLite makes anew. */
export function filesIn(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.endsWith('-shm'),
  );
  return new Map(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), readFileSync(path)];
    }),
  );
}
