import assert from 'node:assert/strict';
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
