import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { backupHints } from '../../src/backup/hints.ts';
import { type Folder, lookAtFolders } from '../../src/backup/look.ts';
import { q, run } from '../../src/db/query.ts';
import { policyAt, setPolicy } from '../../src/policy/policy.ts';
import { visit } from '../support/browserless.ts';
import { newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

describe('a look at the folders of the backups', () => {
  let house: TestWorld;
  let folder: string;
  let database: string;

  before(() => {
    house = newWorld();
    newCast(house.world.db, house.world.now());
    folder = mkdtempSync(join(tmpdir(), 'hotline-'));
    database = join(folder, 'hotline.db');
  });
  after(() => {
    house.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const look = async (path: string) => (await lookAtFolders([path], database))[0];

  test('one that is there says how much room it has, and that it shares the disk of the database', async () => {
    const there = join(folder, 'other');
    mkdirSync(there);
    const found = await look(there);
    assert.deepEqual([found?.state, found?.onSameDisk], ['fine', true]);
    assert.ok(Number(found?.freeBytes) > 0);
  });

  test('one that is not there is said to be missing, and a file in its place to be none', async () => {
    const missing = join(folder, 'missing');
    const nothing = { freeBytes: null, onSameDisk: null };
    assert.deepEqual(await look(missing), { folder: missing, state: 'missing', ...nothing });
    const file = join(folder, 'file');
    writeFileSync(file, '');
    assert.deepEqual(await look(file), { folder: file, state: 'no_folder', ...nothing });
  });

  test('the usual folder is made with the first backup: till then it is fine if the place of the database is', async () => {
    const found = await look(join(folder, 'backup'));
    assert.deepEqual(
      [found?.folder, found?.state, found?.onSameDisk],
      [join(folder, 'backup'), 'fine', true],
    );
  });

  const at = (onSameDisk: boolean | null): Folder => ({
    ...{ folder: '/mnt/a', state: 'fine', freeBytes: 1 },
    onSameDisk,
  });
  const hints = (...folders: Folder[]) =>
    backupHints(house.world.db, folders, house.world.now()).map(String).join('\n');

  test('it is hinted at when every backup would go down with the one disk', () => {
    assert.match(hints(at(true), at(true)), /都与数据文件在同一块磁盘上/);
    assert.doesNotMatch(hints(at(true), at(false)), /同一块磁盘/);
    assert.doesNotMatch(hints(at(true), at(null)), /同一块磁盘/, 'nobody knows');
    const gone = { ...at(null), state: 'missing' } as const;
    assert.match(hints(at(true), gone), /同一块磁盘/, 'what is not there keeps nothing');
    assert.doesNotMatch(hints(gone), /同一块磁盘/);
  });

  test('it is hinted at when backups leave the machine’s own disk open to read', () => {
    assert.match(hints(at(false)), /没有加密/);
    assert.doesNotMatch(hints(at(true)), /没有加密/);
    const now = house.world.now();
    const { backup } = policyAt(house.world.db, now);
    const recipient = `age1${'q'.repeat(58)}`;
    setPolicy(house.world.db, { backup: { ...backup, recipient } }, { userId: null, from: now, now });
    assert.doesNotMatch(hints(at(false)), /没有加密/);
  });

  test('before the system is set up there is nothing to back up, and the health page stands all the same', async () => {
    const fresh = newWorld();
    const { admin } = newCast(fresh.world.db, fresh.world.now());
    run(fresh.world.db, q.deleteFrom('policies'));
    fresh.restart();
    const visitor = visit(fresh, admin);
    const [backups, health, monitor] = [
      await visitor.get('/backup'),
      await visitor.get('/health/page'),
      await visitor.get('/health'),
    ];
    assert.deepEqual([backups.status, health.status, monitor.status], [404, 200, 200]);
    assert.match(await backups.text(), /还没有完成初始化/);
    fresh.close();
  });
});
