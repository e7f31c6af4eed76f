import assert from 'node:assert/strict';
import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import Database from 'better-sqlite3';
import { checkDatabase } from '../../src/backup/check.ts';
import { Unfit } from '../../src/backup/unfit.ts';
import { connect } from '../../src/db/connect.ts';
import { newestVersion } from '../../src/db/migrate.ts';
import { at } from '../calendar/samples.ts';
import { newCast } from '../support/cast.ts';
import { writeTemplate } from '../support/template.ts';

const folder = mkdtempSync(join(tmpdir(), 'hotline-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const now = at('2026-11-23 09:00');
const good = join(folder, 'good.db');
writeTemplate(good, now, { name: 'cast', fill: (db) => newCast(db, now) });

let count = 0;

/** A copy, spoilt. */
function spoilt(spoil: (path: string) => void): string {
  const path = join(folder, `spoilt-${count++}.db`);
  copyFileSync(good, path);
  spoil(path);
  return path;
}

function changed(sql: string): string {
  return spoilt((path) => {
    const db = new Database(path);
    db.pragma('journal_mode = DELETE');
    db.pragma('foreign_keys = OFF');
    db.exec(sql);
    db.close();
  });
}

const refused = (path: string, code: string, words: RegExp) =>
  assert.throws(
    () => checkDatabase(path),
    (error) => error instanceof Unfit && error.code === code && words.test(error.message),
  );

test('a whole file is counted table by table', () => {
  const { version, counts, auditHead, pages } = checkDatabase(good);
  assert.equal(version, newestVersion());
  const db = connect(good, { readonly: true });
  assert.equal(counts.users, db.prepare('SELECT count(*) FROM users').pluck().get());
  assert.equal(pages.count, db.pragma('page_count', { simple: true }));
  db.close();
  assert.equal(auditHead, null);
});

test('an empty file, one that is not there and one that is no database are named', () => {
  refused(
    spoilt((path) => truncateSync(path)),
    'empty',
    /空的/,
  );
  refused(join(folder, 'none.db'), 'unreadable', /不存在/);
  refused(
    spoilt((path) => writeFileSync(path, '工单,内容\n')),
    'not_database',
    /不是数据文件/,
  );
});

test("another program's database and one of a newer version are named", () => {
  refused(changed('PRAGMA application_id = 1'), 'not_ours', /别的程序/);
  refused(changed(`PRAGMA user_version = ${newestVersion() + 1}`), 'newer', /更新版本/);
});

test('a file that was cut off, one that was overwritten in the middle and one with lost rows are damaged', () => {
  const { length } = readFileSync(good);
  refused(
    spoilt((path) => truncateSync(path, length - 40_960)),
    'damaged',
    /损坏/,
  );
  const overwritten = (path: string) => {
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(65_536, 'x'), 0, 65_536, Math.floor(length / 8192) * 4096);
    closeSync(file);
  };
  refused(spoilt(overwritten), 'damaged', /损坏/);
  refused(
    changed('DELETE FROM users WHERE id = (SELECT user_id FROM user_roles LIMIT 1)'),
    'damaged',
    /对应关系/,
  );
});
