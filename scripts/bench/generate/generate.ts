import { renameSync, rmSync } from 'node:fs';
import { seedPublishedYears } from '../../../src/calendar/store.ts';
import { sealOpenOnes } from '../../../src/citizens/first-key.ts';
import { usualKeyFile } from '../../../src/citizens/key.ts';
import { type Db, openDatabase } from '../../../src/db/open.ts';
import { transact } from '../../../src/db/query.ts';
import { seeded } from '../../../src/demo/texts/random.ts';
import { mergeSearch } from '../../../src/keeping/search-index.ts';
import { indexText } from '../../../src/search/bigrams.ts';
import { caseMaker } from './cases.ts';
import { castOf } from './cast.ts';
import { FRESH } from './course.ts';
import { noRows, type Rows, rowWriter, TABLES } from './rows.ts';

/** Few enough cases at a time to be young garbage, enough to mix their rows as time does. */
const CHUNK = 2000;
const CHUNKS_A_COMMIT = 10;
/** Bytes that the full-text index gathers before it writes a segment; the second is SQLite's own. */
const [BULK_HASH, USUAL_HASH] = [8 * 1024 * 1024, 1024 * 1024];
/** Pages that it merges at a time. */
const MERGED_PAGES = 100_000;

/**
 * Fills a new file with `count` cases received in the three years before `now` (epoch ms). Fast and not safe: no
 * journal, no foreign keys while it runs; the file appears under its name when it is whole.
 * @param fresh they lie in the last weeks instead, where nearly all are still open
 */
export function generate(
  path: string,
  count: number,
  now: number,
  say: (text: string) => void,
  fresh = false,
): void {
  const draft = `${path}.tmp`;
  for (const ending of ['', '-wal', '-shm', '-lock', '-key']) rmSync(`${draft}${ending}`, { force: true });
  const { db, close } = openDatabase(draft, now);
  seedPublishedYears(db, now);
  const cast = castOf(db, now);
  const again = prepareForBulk(db, now);
  const random = seeded(count);
  const { add, numbers } = caseMaker(random, cast, count, now, fresh ? FRESH : 1);
  const write = rowWriter(db);
  const index = indexer(db);
  const began = performance.now();
  for (let from = 0; from < count; ) {
    const commitAt = Math.min(count, from + CHUNK * CHUNKS_A_COMMIT);
    db.exec('BEGIN');
    while (from < commitAt) {
      const rows = noRows();
      for (const end = Math.min(commitAt, from + CHUNK); from < end; from++) add(from, rows);
      write(rows);
      index(rows);
    }
    db.exec('COMMIT');
    say(progress(from, count, performance.now() - began));
  }
  const number = db.prepare('INSERT INTO case_numbers (day, last) VALUES (?, ?)');
  for (const [day, last] of numbers) number.run(`${day}-NNNN`, last);
  say('indexes ...');
  again();
  say('confidential citizens ...');
  transact(db, () => sealOpenOnes(db));
  close();
  rmSync(`${draft}-lock`, { force: true });
  renameSync(usualKeyFile(draft), usualKeyFile(path));
  renameSync(draft, path);
}

/** Takes journal and secondary indexes away; the returned function brings them back. */
function prepareForBulk(db: Db, now: number): () => void {
  // SQLite's defensive mode, which better-sqlite3 switches on, insists on a journal.
  db.unsafeMode(true);
  for (const pragma of [
    'journal_mode = OFF',
    'synchronous = OFF',
    'foreign_keys = OFF',
    'cache_size = -1000000',
  ])
    db.pragma(pragma);
  const indexes = db
    .prepare(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
       AND tbl_name IN (${TABLES.map((table) => `'${table}'`).join()})`,
    )
    .all() as { name: string; sql: string }[];
  for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
  configureSearch(db, BULK_HASH);
  return () => {
    for (const { sql } of indexes) db.exec(sql);
    configureSearch(db, USUAL_HASH);
    // As the nightly job leaves it.
    for (const _ of mergeSearch(db, now, MERGED_PAGES));
    // As a running system has them: src/db/open.ts gathers statistics in this sparing way when it closes.
    db.pragma('optimize = 0x10002');
    db.pragma('journal_mode = WAL');
    db.unsafeMode(false);
  };
}

function configureSearch(db: Db, hashBytes: number): void {
  db.prepare(`INSERT INTO case_search (case_search, rank) VALUES ('hashsize', ?)`).run(BigInt(hashBytes));
}

/** As src/cases/search.ts writes it. */
function indexer(db: Db): (rows: Rows) => void {
  const add = db.prepare('INSERT INTO case_search (rowid, body) VALUES (?, ?)');
  return ({ cases }) => {
    for (const { id, number, headline, text, place } of cases)
      add.run(id, indexText(`${number}\n${headline}\n${text}\n${place}`));
  };
}

function progress(done: number, count: number, ms: number): string {
  return `${done} of ${count} cases, ${Math.round(done / (ms / 1000))} a second`;
}
