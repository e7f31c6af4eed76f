import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { makeBackup } from '../../src/backup/make.ts';
import type { BackupKind } from '../../src/backup/names.ts';
import { noteMade } from '../../src/backup/records.ts';
import { orderOf } from '../../src/backup/running.ts';
import { all, q } from '../../src/db/query.ts';
import { policyAt, setPolicy } from '../../src/policy/policy.ts';
import type { BackupPolicy } from '../../src/presets/types.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

/** A hotline with its cast whose backups go where the test says. */
export type Scene = {
  house: TestWorld;
  cast: Cast;
  /** A folder that goes with the test file; made where it is asked for. */
  folder: () => string;
  policy: (change: Partial<BackupPolicy>) => void;
  /** Makes one, in this thread since that is quicker; all lines. */
  backUp: (kind?: BackupKind) => Promise<ReturnType<typeof rows>>;
};

export function newScene(): Scene {
  const house = newWorld();
  const cast = newCast(house.world.db, house.world.now());
  const folders: string[] = [];
  after(() => {
    house.close();
    for (const each of folders) rmSync(each, { recursive: true, force: true });
  });
  const db = () => house.world.db;
  return {
    ...{ house, cast },
    folder: () => {
      const made = mkdtempSync(join(tmpdir(), 'hotline-backup-'));
      folders.push(made);
      return made;
    },
    policy: (change) => {
      const now = house.world.now();
      const { backup } = policyAt(db(), now);
      setPolicy(db(), { backup: { ...backup, ...change } }, { userId: null, from: now, now });
    },
    backUp: async (kind = 'manual') => {
      const { file, now } = house.world;
      const order = orderOf(db(), file, kind, now());
      noteMade(db(), order, await makeBackup(order, () => undefined), now());
      return rows(house);
    },
  };
}

/** Every line, newest first. */
export function rows(house: TestWorld) {
  return all(house.world.db, q.selectFrom('backups').selectAll().orderBy('id', 'desc'));
}

export function filesIn(folder: string): string[] {
  return readdirSync(folder).sort();
}
