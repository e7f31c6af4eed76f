import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError, readConfig } from '../../src/config.ts';

test('without settings the hotline listens on this machine only', () => {
  const config = readConfig({});
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.port, 8080);
  assert.match(config.database, /data[/\\]hotline\.db$/);
});

test('a port that is none is explained', () => {
  assert.throws(
    () => readConfig({ PORT: 'eighty' }),
    (error) => error instanceof ConfigError && /PORT 应为/.test(error.message),
  );
  assert.throws(() => readConfig({ PORT: '70000' }), ConfigError);
});

test('an empty setting is explained rather than guessed', () => {
  assert.throws(() => readConfig({ DATABASE: ' ' }), /DATABASE 不能为空/);
  assert.throws(() => readConfig({ HOST: '' }), /HOST 不能为空/);
});

test('the key of sealed identities lies beside the database unless KEY_FILE names a file in a folder that is there', () => {
  assert.equal(readConfig({}).keyFile, undefined);
  const folder = mkdtempSync(join(tmpdir(), 'hotline-config-'));
  assert.equal(readConfig({ KEY_FILE: join(folder, 'a.key') }).keyFile, join(folder, 'a.key'));
  assert.throws(() => readConfig({ KEY_FILE: ' ' }), /KEY_FILE 不能为空/);
  assert.throws(() => readConfig({ KEY_FILE: folder }), /KEY_FILE 应为一个文件/);
  assert.throws(() => readConfig({ KEY_FILE: join(folder, 'none', 'a.key') }), /所在文件夹须已建立/);
  rmSync(folder, { recursive: true });
});

test('the key is never kept in a file of the database', () => {
  for (const ending of ['', '-wal', '-shm', '-lock'])
    assert.throws(
      () => readConfig({ DATABASE: 'data/x.db', KEY_FILE: `data/x.db${ending}` }),
      /KEY_FILE 不能与数据文件相同/,
    );
});

test('all requests are logged unless LOG_REQUESTS says slow or none', () => {
  assert.equal(readConfig({}).requestLog, 'all');
  assert.equal(readConfig({ LOG_REQUESTS: 'slow' }).requestLog, 'slow');
  assert.throws(() => readConfig({ LOG_REQUESTS: 'yes' }), /LOG_REQUESTS 应为/);
});
