// In a process of its own: a thread looks after the file all the while.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCheckpoints } from '../../src/db/checkpoints.ts';
import { AUTOCHECKPOINT, connect } from '../../src/db/connect.ts';
import type { Db } from '../../src/db/open.ts';
import { freshFile } from '../support/file.ts';

const MB = 1024 * 1024;
const OFTEN = { every: 5, worth: AUTOCHECKPOINT, large: 16 * MB };
const PATIENCE = 20_000;

function write(db: Db, megabytes: number): void {
  db.exec('CREATE TABLE IF NOT EXISTS passing (bytes BLOB)');
  for (let count = 0; count < megabytes; count++) db.exec('INSERT INTO passing VALUES (zeroblob(1048576))');
}

/** Pages that stand in the log only. */
function uncopied(db: Db): number {
  const [state] = db.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
  return state ? state.log - state.checkpointed : Number.NaN;
}

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE; !holds() && Date.now() < end; ) await sleep(5);
  assert.ok(holds());
}

describe('the log of writes', () => {
  test('is copied into the file by a thread, not within a save', async () => {
    const { db, path } = freshFile();
    const stop = startCheckpoints(db, path, OFTEN);
    write(db, 10);
    await until(() => uncopied(db) <= AUTOCHECKPOINT);
    assert.ok(statSync(path).size > 2 * MB);
    await stop();
  });

  test('that grew while a backup was read is cut short afterwards', async () => {
    const { db, path } = freshFile();
    const stop = startCheckpoints(db, path, OFTEN);
    const reader = connect(path, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM users').get();
    write(db, 20);
    const size = () => statSync(`${path}-wal`).size;
    await sleep(50);
    assert.ok(size() > 20 * MB);
    reader.exec('COMMIT');
    await until(() => size() < OFTEN.large);
    assert.equal(db.prepare('SELECT count(*) FROM passing').pluck().get(), 20);
    reader.close();
    await stop();
  });

  test('is looked after by the serving connection again where the thread cannot', async () => {
    const { db, path } = freshFile();
    const stop = startCheckpoints(db, `${path}/nowhere.db`, OFTEN);
    await until(() => db.pragma('wal_autocheckpoint', { simple: true }) === AUTOCHECKPOINT);
    await stop();
  });
});
