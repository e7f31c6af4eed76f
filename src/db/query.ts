import type Database from 'better-sqlite3';
import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Db } from './open.ts';
import type { Schema } from './schema.ts';

/** The typed query builder. It only builds: `all`, `first` and `run` execute, synchronously. */
export const q = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

const statements = new WeakMap<Db, Map<string, Database.Statement>>();

/** The prepared statement for this SQL, prepared once for each connection. */
export function prepared(db: Db, text: string): Database.Statement {
  let cache = statements.get(db);
  if (!cache) {
    cache = new Map();
    statements.set(db, cache);
  }
  let statement = cache.get(text);
  if (!statement) {
    statement = db.prepare(text);
    cache.set(text, statement);
  }
  return statement;
}

export function all<Row>(db: Db, query: Compilable<Row>): Row[] {
  const { sql, parameters } = query.compile();
  return prepared(db, sql).all(...parameters) as Row[];
}

export function first<Row>(db: Db, query: Compilable<Row>): Row | undefined {
  const { sql, parameters } = query.compile();
  return prepared(db, sql).get(...parameters) as Row | undefined;
}

/** Runs a write; returns the new row's id (inserts) and how many rows changed. */
export function run(db: Db, query: Compilable<unknown>): { id: number; changes: number } {
  const { sql, parameters } = query.compile();
  const done = prepared(db, sql).run(...parameters);
  return { id: Number(done.lastInsertRowid), changes: done.changes };
}

/** One IMMEDIATE transaction (a savepoint inside another). Nothing may be awaited in it. */
export function transact<T>(db: Db, work: () => T): T {
  return db.transaction(work).immediate();
}
