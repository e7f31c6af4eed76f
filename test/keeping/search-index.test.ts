import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Db } from '../../src/db/open.ts';
import { prepared, transact } from '../../src/db/query.ts';
import { mergeSearch } from '../../src/keeping/search-index.ts';
import { indexText } from '../../src/search/bigrams.ts';
import { at } from '../calendar/samples.ts';
import { freshFile } from '../support/file.ts';

const NIGHT = at('2026-11-24 01:35');

/** As an import does: many cases in each commit. */
function bringIn(db: Db, batches: number): void {
  const add = prepared(db, 'INSERT INTO case_search (rowid, body) VALUES (?, ?)');
  for (let batch = 0; batch < batches; batch++)
    transact(db, () => {
      for (let n = batch * 20; n < batch * 20 + 20; n++)
        add.run(n + 1, indexText(`第${n}号路灯不亮，清源路`));
    });
}

/** What is left for somebody's save to merge: as SQLite says, more than one change. */
function mergesMore(db: Db): boolean {
  const changes = prepared(db, 'SELECT total_changes()').pluck();
  const before = changes.get() as number;
  prepared(db, `INSERT INTO case_search (case_search, rank) VALUES ('merge', 1)`).run();
  return (changes.get() as number) - before > 1;
}

describe('the full-text index', () => {
  test('what an import leaves to be merged is merged by night, and everything is found as before', () => {
    const { db } = freshFile();
    bringIn(db, 15);
    assert.ok(mergesMore(db));
    for (const _ of mergeSearch(db, NIGHT));
    assert.equal(mergesMore(db), false);
    const found = prepared(db, `SELECT count(*) FROM case_search WHERE case_search MATCH '"路灯"'`).pluck();
    assert.equal(found.get(), 300);
  });

  test('is never merged whole within one save: many parts may wait for the night', () => {
    const { db } = freshFile();
    const crisis = prepared(db, `SELECT v FROM case_search_config WHERE k = 'crisismerge'`).pluck();
    assert.equal(crisis.get(), 200);
  });
});
