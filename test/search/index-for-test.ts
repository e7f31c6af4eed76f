import Database from 'better-sqlite3';
import { FTS_TOKENIZER, indexText, matchQuery } from '../../src/search/bigrams.ts';

/** A real full-text table like the one of the cases, with the texts at rows 1, 2, ... */
export function searchable(texts: readonly string[]) {
  const db = new Database(':memory:');
  db.exec(`CREATE VIRTUAL TABLE t USING fts5 (
    body, content = '', contentless_delete = 1, detail = full, prefix = '1', tokenize = '${FTS_TOKENIZER}')`);
  const add = db.prepare('INSERT INTO t (rowid, body) VALUES (?, ?)');
  db.transaction(() => {
    texts.forEach((text, at) => {
      add.run(at + 1, indexText(text));
    });
  })();
  const select = db
    .prepare<[string, number], number>('SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid DESC LIMIT ?')
    .pluck();
  const newest = (match: string, limit: number) => select.all(match, limit);
  const find = (typed: string) => {
    const match = matchQuery(typed);
    return match === null ? [] : newest(match, 1000).toReversed();
  };
  return { db, newest, find };
}
