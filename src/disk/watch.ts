import { dirname } from 'node:path';
import { foldersOf } from '../backup/folders.ts';
import { foldersHeld } from '../backup/page-queries.ts';
import type { Db } from '../db/open.ts';
import { fileSize } from '../health/queries.ts';
import type { World } from '../web/context.ts';
import { logReleaseLater } from './ballast.ts';
import { type Beside, besideOf } from './beside.ts';
import { noteSize } from './growth.ts';
import { type Space, spaceOf } from './space.ts';
import { isWriteFault } from './storage-fault.ts';

/** The disks as they were last looked at; `at` is epoch ms. */
export type Seen = {
  at: number;
  /** Null where the disk does not answer. */
  database: Space | null;
  /** Other disks that backups go to, as far as they answer. */
  backups: readonly { folder: string; space: Space }[];
  beside: Beside;
};

const seen = new WeakMap<Db, Seen>();

/** Null before the first look. Reading it waits for no disk. */
export function lastLook(db: Db): Seen | null {
  return seen.get(db) ?? null;
}

/** Looks how much room there is, and remembers it in memory: on a full disk nothing else takes it. */
export async function lookAtDisks({ db, file, now }: World): Promise<Seen> {
  const chosen = foldersOf(db, file, now());
  const folders = [...new Set([...chosen, ...foldersHeld(db)])];
  const [database, ...spaces] = await Promise.all([dirname(file), ...folders].map((each) => spaceOf(each)));
  const known = folders.flatMap((folder, index) => {
    const space = spaces[index];
    return space ? [{ folder, space }] : [];
  });
  const here = known.filter(({ space }) => space.device === database?.device).map(({ folder }) => folder);
  const beside = await besideOf(file);
  const backups = known.filter(({ folder }) => chosen.includes(folder) && !here.includes(folder));
  const looked = {
    at: now(),
    database: database ?? null,
    backups,
    beside: { ...beside, backupFolders: here },
  };
  if (!db.open) return looked;
  seen.set(db, looked);
  tellFile({ db, now });
  return looked;
}

/** What is worth writing down waits where it cannot be written. */
function tellFile({ db, now }: Pick<World, 'db' | 'now'>): void {
  try {
    noteSize(db, fileSize(db).bytes, now());
    logReleaseLater(db);
  } catch (error) {
    if (!isWriteFault(error)) throw error;
  }
}
