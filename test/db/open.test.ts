import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import Database from 'better-sqlite3';
import { projectRoot } from '../../src/config.ts';
import { connect } from '../../src/db/connect.ts';
import { migrate, newestVersion } from '../../src/db/migrate.ts';
import { APPLICATION_ID, DatabaseRefused, openDatabase } from '../../src/db/open.ts';

const folder = mkdtempSync(join(tmpdir(), 'hotline-open-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = 1_795_000_000_000;

test('a new file is made with every setting asserted', () => {
  const { db, close } = openDatabase(join(folder, 'new.db'), at);
  assert.equal(db.pragma('journal_mode', { simple: true }), 'wal');
  assert.equal(db.pragma('synchronous', { simple: true }), 2);
  assert.equal(db.pragma('foreign_keys', { simple: true }), 1);
  assert.equal(db.pragma('secure_delete', { simple: true }), 1);
  assert.equal(db.pragma('application_id', { simple: true }), APPLICATION_ID);
  assert.equal(db.pragma('user_version', { simple: true }), newestVersion());
  assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
  close();
});

test('a file that is opened again is fully durable again', () => {
  const path = join(folder, 'again.db');
  openDatabase(path, at).close();
  const { db, close } = openDatabase(path, at);
  assert.equal(db.pragma('synchronous', { simple: true }), 2);
  close();
});

test('a file that turns out damaged is closed all the same, and its lock let go', () => {
  const path = join(folder, 'damaged.db');
  const { db, close } = openDatabase(path, at);
  db.pragma = () => {
    throw new Database.SqliteError('database disk image is malformed', 'SQLITE_CORRUPT');
  };
  close();
  assert.equal(db.open, false);
  openDatabase(path, at).close();
});

test('every table is STRICT', () => {
  const { db, close } = openDatabase(join(folder, 'strict.db'), at);
  const loose = db
    .prepare(
      `SELECT name FROM pragma_table_list WHERE strict = 0 AND type = 'table' AND name NOT LIKE 'sqlite_%'`,
    )
    .pluck()
    .all();
  assert.deepEqual(loose, []);
  close();
});

test('a second process on the same file refuses to start and says so', async () => {
  const path = join(folder, 'second.db');
  const { close } = openDatabase(path, at);
  const second = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts'], {
    cwd: projectRoot,
    env: { ...process.env, DATABASE: path, PORT: '0' },
  });
  let said = '';
  second.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(second, 'exit');
  assert.equal(code, 1);
  assert.match(said, /数据文件正被另一个程序使用/);
  close();
});

test('a file written by a newer program is refused', () => {
  const path = join(folder, 'newer.db');
  openDatabase(path, at).close();
  const db = new Database(path);
  db.pragma(`user_version = ${newestVersion() + 1}`);
  db.close();
  assert.throws(
    () => openDatabase(path, at),
    (error) => error instanceof DatabaseRefused && /更新版本的程序/.test(error.message),
  );
});

test('a file of something else is refused and left alone', () => {
  const path = join(folder, 'other.db');
  const other = new Database(path);
  other.exec('CREATE TABLE theirs (a)');
  other.close();
  assert.throws(() => openDatabase(path, at), DatabaseRefused);
  const text = join(folder, 'text.db');
  writeFileSync(text, 'not a database, but long enough to be looked at as one '.repeat(100));
  assert.throws(() => openDatabase(text, at), DatabaseRefused);
});

test('the lock is gone with its holder, a refused start keeps none', () => {
  const path = join(folder, 'lock.db');
  openDatabase(path, at).close();
  openDatabase(path, at).close();
});

test('a migration that fails leaves the version before it', () => {
  const path = join(folder, 'migrate.db');
  const db = connect(path);
  const good = { number: 1, name: '0001-good.sql', sql: 'CREATE TABLE good (a INTEGER) STRICT;' };
  const bad = {
    number: 2,
    name: '0002-bad.sql',
    sql: 'CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE good (a INTEGER) STRICT;',
  };
  assert.throws(() => migrate(db, at, [good, bad]));
  assert.equal(db.pragma('user_version', { simple: true }), 1);
  assert.equal(db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'half'`).pluck().get(), 0);
  assert.equal(db.prepare('SELECT count(*) FROM migrations').pluck().get(), 1);
  db.close();
});

test('a stop signal ends the server cleanly within five seconds, even with a browser connected', async () => {
  const path = join(folder, 'stop.db');
  const server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts'], {
    cwd: projectRoot,
    env: { ...process.env, DATABASE: path, PORT: '0', HOST: '127.0.0.1' },
  });
  let said = '';
  server.stdout.on('data', (chunk) => {
    said += chunk;
  });
  while (!/http:\/\/[\d.:]+/.test(said)) await once(server.stdout, 'data');
  const address = said.match(/http:\/\/[\d.:]+/)?.[0] ?? '';
  await (await fetch(`${address}/health`)).text();
  const started = performance.now();
  server.kill('SIGTERM');
  const [code] = await once(server, 'exit');
  assert.equal(code, 0);
  assert.ok(performance.now() - started < 5000);
  openDatabase(path, at).close();
});
