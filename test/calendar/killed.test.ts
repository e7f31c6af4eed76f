// In a process of its own: it kills a worker.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { all, q } from '../../src/db/query.ts';
import { Life } from '../cases/life.ts';
import { freshFile } from '../support/file.ts';
import { text } from './samples.ts';

const PROGRAM = fileURLToPath(new URL('killed.ts', import.meta.url));
const START = '2026-11-23 09:00';
const { db, cast, path } = freshFile(START);
for (let n = 0; n < 20; n++) new Life(db, cast, START).contacted();

const killedAfter = (cases: number) =>
  spawnSync(process.execPath, [PROGRAM, path, '2026-12-07', String(cases)], { encoding: 'utf8' }).signal;
const limits = () => {
  const replies = all(db, q.selectFrom('clocks').select('due_at').where('kind', '=', 'reply'));
  return [...new Set(replies.map(({ due_at }) => text(due_at)))];
};
const counted = (sql: string) => db.prepare(sql).pluck().get();

test('killed in the middle, nothing has moved, and the file is whole', () => {
  assert.equal(killedAfter(10), 'SIGKILL');
  assert.deepEqual(limits(), ['2026-12-07 17:30']);
  assert.equal(counted(`SELECT count(*) FROM calendar_days WHERE day = '2026-12-07'`), 0);
  assert.equal(counted(`SELECT count(*) FROM events WHERE act = 'calendar_moved'`), 0);
  assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
});

test('killed right after the end, everything has moved', () => {
  assert.equal(killedAfter(-1), 'SIGKILL');
  assert.deepEqual(limits(), ['2026-12-08 17:30']);
  assert.equal(counted(`SELECT kind FROM calendar_days WHERE day = '2026-12-07'`), 'holiday');
  assert.equal(counted(`SELECT count(*) FROM events WHERE act = 'calendar_moved'`), 20);
  assert.equal(counted(`SELECT count(*) FROM audit_log WHERE act = 'calendar_changed'`), 1);
});
