import assert from 'node:assert/strict';
import { chownSync, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, test } from 'node:test';
import { connect } from '../../src/db/connect.ts';
import { DatabaseRefused, type Db, openDatabase } from '../../src/db/open.ts';
import { prepared } from '../../src/db/query.ts';
import { compact } from '../../src/keeping/compact.ts';
import { giveBack, isWorthGivingBack, spaceIn } from '../../src/keeping/free-pages.ts';
import { shortenWal } from '../../src/keeping/wal.ts';
import { readyOf } from '../../src/restore/names.ts';
import { at } from '../calendar/samples.ts';
import { freshFile } from '../support/file.ts';
import { closedCase } from './old-case.ts';

const MB = 1024 * 1024;
const NOW = at('2026-11-23 09:00');
const anyFree = ({ free }: { free: number }) => free > 0;

/** Some megabytes come and go. */
function comeAndGo(db: Db, megabytes: number): void {
  db.exec('CREATE TABLE IF NOT EXISTS passing (id INTEGER PRIMARY KEY, bytes BLOB)');
  for (let count = 0; count < megabytes; count++)
    prepared(db, 'INSERT INTO passing (bytes) VALUES (zeroblob(1048576))').run();
  prepared(db, 'DELETE FROM passing').run();
  db.pragma('wal_checkpoint(TRUNCATE)');
}

describe('free space inside the file', () => {
  for (const [pages, free, worth] of [
    [400_000, 20_001, true],
    [400_000, 20_000, false],
    [100_000, 16_385, true],
    [100_000, 16_384, false],
  ] as const) {
    test(`${free} of ${pages} pages free is ${worth ? 'worth giving back' : 'left for what comes'}`, () => {
      assert.equal(isWorthGivingBack({ pages, free, pageSize: 4096 }), worth);
    });
  }

  test('is given back slice by slice while another connection reads on', () => {
    const { db, cast, path } = freshFile();
    const { caseId } = closedCase(db, cast);
    comeAndGo(db, 12);
    const before = statSync(path).size;
    const reader = connect(path, { readonly: true });
    let slices = 0;
    for (const _ of giveBack(db, anyFree)) {
      slices += 1;
      assert.equal(prepared(reader, 'SELECT id FROM cases').pluck().get(), caseId);
    }
    reader.close();
    db.pragma('wal_checkpoint(TRUNCATE)');
    assert.ok(slices > 10, String(slices));
    assert.ok(before - statSync(path).size > 11 * MB);
    assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
  });

  test('a run that was broken off is gone on with', () => {
    const { db } = freshFile();
    comeAndGo(db, 4);
    const whole = spaceIn(db).free;
    giveBack(db, anyFree).next();
    const { free } = spaceIn(db);
    assert.ok(free > 0 && free < whole);
    for (const _ of giveBack(db, anyFree));
    assert.equal(spaceIn(db).free, 0);
  });

  test('X-M1: can be given back in a copy of the file as well', () => {
    const { db, path } = freshFile();
    db.prepare('VACUUM INTO ?').run(`${path}.copy`);
    const copy = connect(`${path}.copy`);
    assert.equal(spaceIn(copy).givesBack, true);
    copy.close();
  });

  test('few free pages stay for what comes', () => {
    const { db } = freshFile();
    comeAndGo(db, 4);
    assert.equal([...giveBack(db)].length, 0);
  });
});

describe('the log of writes', () => {
  test('is cut short once it has stayed large, and not before', async () => {
    const { db, path } = freshFile();
    db.pragma('wal_autocheckpoint = 0');
    db.exec('CREATE TABLE passing (bytes BLOB); INSERT INTO passing VALUES (zeroblob(1048576))');
    const size = statSync(`${path}-wal`).size;
    assert.equal(await shortenWal(path, size), false);
    assert.equal(await shortenWal(path, size - 1), true);
    assert.equal(statSync(`${path}-wal`).size, 0);
    assert.equal(prepared(db, 'SELECT length(bytes) FROM passing').pluck().get(), 1048576);
  });
});

describe('the file written anew while the system is stopped', () => {
  /** A file as older versions made it, with a case and much free space, closed. */
  function stopped(): string {
    const { db: model, cast, path: beside } = freshFile();
    closedCase(model, cast);
    const path = `${dirname(beside)}/stopped.db`;
    model.pragma('auto_vacuum = NONE');
    model.prepare('VACUUM INTO ?').run(path);
    const { db, close } = openDatabase(path, NOW);
    comeAndGo(db, 8);
    assert.equal(spaceIn(db).givesBack, false);
    assert.equal([...giveBack(db, anyFree)].length, 0);
    close();
    return path;
  }

  test('X-M1: is smaller, says the same, and gives space back from then on; the old one stays beside it', () => {
    const path = stopped();
    const { before, after, aside } = compact(path, NOW);
    assert.ok(before - after > 7 * MB);
    assert.deepEqual([statSync(path).size, statSync(aside).size], [after, before]);
    const { db, close } = openDatabase(path, NOW);
    assert.deepEqual([spaceIn(db).free, spaceIn(db).givesBack], [0, true]);
    assert.equal(prepared(db, 'SELECT count(*) FROM cases').pluck().get(), 1);
    const found = `SELECT count(*) FROM case_search WHERE case_search MATCH '"路灯"'`;
    assert.equal(prepared(db, found).pluck().get(), 1);
    close();
  });

  const root = process.getuid?.() === 0;

  test('belongs to whom it belonged, whoever did it', {
    skip: !root && 'only root may do it for others',
  }, () => {
    const path = stopped();
    chownSync(path, 12_345, 12_345);
    const { aside } = compact(path, NOW);
    assert.deepEqual([statSync(path).uid, statSync(aside).uid], [12_345, 12_345]);
  });

  test('is refused while the system runs, and nothing is left behind', () => {
    const { path } = freshFile();
    const files = () => readdirSync(dirname(path)).filter((name) => !name.startsWith(`${basename(path)}-`));
    const before = files();
    assert.throws(() => compact(path, NOW), DatabaseRefused);
    assert.deepEqual(files(), before);
    assert.ok(!existsSync(readyOf(path)));
  });
});
