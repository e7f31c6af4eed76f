import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { connect } from '../../src/db/connect.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { Db } from '../../src/db/open.ts';

type Part = { name: string; sql: string };

/** Hash of the tables that the migrations make, without their comments: when it changes, a file is of no use. */
export function tablesHash(): string {
  const tables = parts(migrated(), 'table').map(({ sql }) => sql.replace(/--.*$/gm, '').replace(/\s+/g, ' '));
  return createHash('sha256').update(tables.join()).digest('hex');
}

/** Gives a kept file the indexes and triggers of today, so that an index can be tried without a new file. */
export function refreshIndexes(path: string, say: (text: string) => void): void {
  const db = connect(path);
  const wanted = new Map(
    ['index', 'trigger'].flatMap((type) => parts(migrated(), type)).map(({ name, sql }) => [name, sql]),
  );
  for (const type of ['index', 'trigger']) {
    for (const { name, sql } of parts(db, type)) {
      if (wanted.get(name) === sql) wanted.delete(name);
      else db.exec(`DROP ${type} ${name}`);
    }
  }
  for (const [name, sql] of wanted) {
    say(`${name} ...`);
    db.exec(sql);
  }
  if (wanted.size > 0) db.pragma('optimize = 0x10002');
  db.close();
}

function migrated(): Db {
  const db = new Database(':memory:');
  migrate(db, 0);
  return db;
}

function parts(db: Db, type: string): Part[] {
  const named = db.prepare(
    'SELECT name, sql FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL ORDER BY name',
  );
  return named.all(type) as Part[];
}
