import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveChainHash } from '../audit/chain.ts';
import { projectRoot } from '../config.ts';
import { APPLICATION_ID, type Db } from './open.ts';

type Migration = { number: number; name: string; sql: string };

const folder = join(projectRoot, 'migrations');

/** Number of the newest migration this program knows; equals `user_version` of an up-to-date file. */
export function newestVersion(): number {
  return migrations().length;
}

/** Brings the file to the newest version, each migration committed together with its record. */
export function migrate(db: Db, now: number, known: readonly Migration[] = migrations()): void {
  const current = Number(db.pragma('user_version', { simple: true }));
  giveChainHash(db);
  for (const migration of known.slice(current)) {
    db.transaction(() => {
      db.exec(`CREATE TABLE IF NOT EXISTS migrations (
        number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT`);
      db.exec(migration.sql);
      db.prepare('INSERT INTO migrations VALUES (?, ?, ?)').run(migration.number, migration.name, now);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${migration.number}`);
    }).immediate();
  }
}

let cached: readonly Migration[] | undefined;

function migrations(): readonly Migration[] {
  cached ??= readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file, index) => {
      if (Number(file.slice(0, 4)) !== index + 1)
        throw new Error(`migrations are not numbered without gaps: ${file}`);
      return { number: index + 1, name: file, sql: readFileSync(join(folder, file), 'utf8') };
    });
  return cached;
}
