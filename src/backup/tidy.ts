import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DAY } from '../calendar/days.ts';
import type { Db } from '../db/open.ts';
import { settingOf } from '../db/setting.ts';
import type { BackupPolicy } from '../presets/types.ts';
import { logError } from '../web/log.ts';
import { type Standing, tooOld } from './keep.ts';
import { type BackupKind, isUnfinished, readName } from './names.ts';
import { standingIn } from './queries.ts';
import { readSidecar, type Sidecar, sidecarPath } from './sidecar.ts';

export type Tidied = {
  /** Taken away as too old. */
  removed: string[];
  /** Known to the database, but no longer there. */
  missing: string[];
  /** Of ours, but unknown to the database: made after the backup that it was restored from, or copied in. */
  found: FoundThere[];
};
export type FoundThere = { file: string; kind: BackupKind; sidecar: Sidecar };

export const NOTHING: Tidied = { removed: [], missing: [], found: [] };

/** Takes away what policy keeps no longer, and what was left unfinished. What is not ours is never touched. */
export function tidyFolder(db: Db, folder: string, policy: BackupPolicy, now: number): Tidied {
  const names = readdirSync(folder);
  removeLeftovers(folder, now, names);
  const known = new Set(standingIn(db, folder).map(({ file }) => file));
  const there = names.flatMap((file) => standing(db, folder, file, known) ?? []);
  const removed = tooOld(there, policy, now).filter((file) => remove(join(folder, file)));
  const found = there.filter(({ file }) => !removed.includes(file)).flatMap(unknownOf);
  return { removed, missing: [...known.difference(new Set(names))], found };
}

/** Names alone prove nothing: it is in the list, or what lies beside it names this hotline. */
function standing(db: Db, folder: string, file: string, known: ReadonlySet<string>): There | null {
  const named = readName(file);
  if (!named) return null;
  const [own, path] = [settingOf(db, 'identity_key'), join(folder, file)];
  const sidecar = known.has(file) ? null : readSidecar(path);
  const ours = known.has(file) || (own !== null && sidecar?.identityCheck === own);
  const whole = sidecar?.bytes === statSync(path, { throwIfNoEntry: false })?.size;
  return ours ? { file, at: named.at, kind: named.kind, sidecar: whole ? sidecar : null } : null;
}

/** `sidecar`: of one that the database does not know, as long as it has its length. */
type There = Standing & { sidecar: Sidecar | null };

function unknownOf({ file, kind, sidecar }: There): FoundThere[] {
  return sidecar ? [{ file, kind, sidecar }] : [];
}

/** A day later nobody is working on it any more. */
export function removeLeftovers(folder: string, now: number, names = readdirSync(folder)): void {
  for (const name of names) {
    if (!isUnfinished(name) && !isOrphan(name, names)) continue;
    const changed = statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - changed > DAY) remove(join(folder, name));
  }
}

/** What describes a backup that is not there. */
function isOrphan(name: string, names: readonly string[]): boolean {
  const backup = name.replace(/\.json$/, '');
  return backup !== name && readName(backup) !== null && !names.includes(backup);
}

/** What cannot be removed stays for the next time: the new backup is good all the same. */
function remove(path: string): boolean {
  try {
    rmSync(path, { force: true });
    rmSync(sidecarPath(path), { force: true });
    return true;
  } catch (error) {
    logError({ job: 'backup' }, error);
    return false;
  }
}
