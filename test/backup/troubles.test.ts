import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { startBackup, waitForBackup } from '../../src/backup/running.ts';
import { backupTroubles } from '../../src/backup/troubles.ts';
import { q, run } from '../../src/db/query.ts';
import { raiseAlarms } from '../../src/health/alarms.ts';
import { policyAt, setPolicy } from '../../src/policy/policy.ts';
import { at } from '../calendar/samples.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { badBackup, goodBackup } from './lines.ts';

const HOUR = 3_600_000;

describe('what is the matter with the backups', () => {
  let house: TestWorld;
  let cast: Cast;
  let start: number;

  beforeEach(() => {
    house = newWorld();
    start = house.world.now();
    cast = newCast(house.world.db, start);
  });
  afterEach(() => house.close());

  const db = () => house.world.db;
  const troubles = (now: number) => backupTroubles(db(), now);
  const keys = (now: number) => troubles(now).map(({ key }) => key);
  const own = () => join(dirname(db().name), 'backup');
  const choose = (folders: string[], from = start) => {
    const { backup } = policyAt(db(), start);
    setPolicy(db(), { backup: { ...backup, folders } }, { userId: null, from, now: from });
  };

  test('the last good one may be as old as policy says, and no second older', () => {
    goodBackup(db(), start);
    const limit = start + 26 * HOUR;
    assert.deepEqual(keys(limit), []);
    const [only, ...more] = troubles(limit + 1);
    assert.deepEqual(more, []);
    assert.deepEqual([only?.key, only?.part, only?.tell, only?.urgent], ['backup', 'backup', true, true]);
    assert.match(only?.what ?? '', /^已有 1 天没有成功的备份$/);
  });

  test('one that was made while the clock was ahead does not count', () => {
    goodBackup(db(), start);
    goodBackup(db(), start + 900 * HOUR);
    assert.deepEqual(keys(start + 26 * HOUR), []);
    assert.deepEqual(keys(start + 26 * HOUR + 1), ['backup']);
  });

  test('one that was made by hand onto a stick of its own does not count, one into the usual folder does', () => {
    const late = start + 27 * HOUR;
    goodBackup(db(), start + HOUR, { kind: 'command', folder: '/media/usb' });
    assert.deepEqual(keys(late), ['backup']);
    goodBackup(db(), start + 2 * HOUR, { kind: 'command', folder: own() });
    assert.deepEqual(keys(late), []);
  });

  test('while one is being made nobody is told yet, but after six hours it hangs', async () => {
    goodBackup(db(), start);
    house.setTime('2026-11-24 12:00');
    const begun = house.world.now();
    startBackup(house.world, { kind: 'manual', actor: null });
    const tell = (now: number) => troubles(now).find(({ key }) => key === 'backup')?.tell;
    assert.equal(tell(begun + 6 * HOUR - 1), false);
    assert.equal(tell(begun + 6 * HOUR), true);
    await waitForBackup(db());
  });

  test('where there never was one, it counts since the system was set up', () => {
    assert.deepEqual(keys(start + 26 * HOUR), []);
    assert.match(troubles(start + 26 * HOUR + 1)[0]?.what ?? '', /启用以来还没有成功的备份/);
  });

  test('a program that has just begun to make backups does not cry for the years before', () => {
    run(db(), q.updateTable('policies').set({ set_at: start - 900 * 24 * HOUR }));
    assert.deepEqual(keys(start + 26 * HOUR), []);
  });

  test('one that failed is shown at once with its reason, and told of when the third in a row has failed', () => {
    goodBackup(db(), start);
    badBackup(db(), start + HOUR, '没有写入权限');
    const [first] = troubles(start + HOUR + 1);
    assert.deepEqual([first?.key, first?.tell, first?.urgent], [`backup ${own()}`, false, false]);
    assert.match(first?.what ?? '', /备份没有存到 .*：没有写入权限$/);
    badBackup(db(), start + 2 * HOUR, '没有写入权限');
    assert.equal(troubles(start + 2 * HOUR + 1)[0]?.tell, false);
    badBackup(db(), start + 3 * HOUR, '没有写入权限');
    const [third] = troubles(start + 3 * HOUR + 1);
    assert.deepEqual([third?.tell, third?.what.includes('（连续 3 次）')], [true, true]);
    goodBackup(db(), start + 4 * HOUR);
    assert.deepEqual(keys(start + 4 * HOUR + 1), []);
  });

  test('of several folders each has to have its own: one that gets nothing is named', () => {
    choose(['/mnt/a', '/mnt/b']);
    goodBackup(db(), start, { folder: '/mnt/a' });
    goodBackup(db(), start, { folder: '/mnt/b' });
    goodBackup(db(), start + 26 * HOUR, { folder: '/mnt/a' });
    assert.deepEqual(keys(start + 26 * HOUR), []);
    assert.deepEqual(keys(start + 26 * HOUR + 1), ['backup /mnt/b']);
  });

  test('a folder that was added has time for its first one', () => {
    const added = start + 100 * HOUR;
    choose(['/mnt/a', '/mnt/b'], added);
    goodBackup(db(), added, { folder: '/mnt/a' });
    assert.deepEqual(keys(added + 26 * HOUR), []);
  });

  test('a folder that is no longer chosen is no trouble', () => {
    goodBackup(db(), start, { folder: '/mnt/old' });
    badBackup(db(), start + HOUR, '文件夹不存在', { folder: '/mnt/old' });
    choose(['/mnt/a']);
    goodBackup(db(), start + 2 * HOUR, { folder: '/mnt/a' });
    assert.deepEqual(keys(start + 3 * HOUR), []);
  });

  test('X-M1: the administrators hear of it by mail, once, and that it is over', async () => {
    run(db(), q.updateTable('users').set({ email: 'shen@example.gov.cn' }).where('id', '=', cast.admin.id));
    const gateway = { channel: 'smtp', medium: 'email', name: '邮件', created_at: start } as const;
    run(db(), q.insertInto('gateways').values(gateway));
    const subjects = () =>
      db().prepare(`SELECT subject FROM messages WHERE rule = 'alarm' ORDER BY id`).pluck().all();
    goodBackup(db(), start);
    house.setTime('2026-11-24 11:01');
    await raiseAlarms(house.world);
    house.setTime('2026-11-24 11:02');
    await raiseAlarms(house.world);
    goodBackup(db(), at('2026-11-24 11:02'));
    house.setTime('2026-11-24 11:03');
    await raiseAlarms(house.world);
    assert.deepEqual(subjects(), [
      '热线系统告警：已有 1 天没有成功的备份，请查看“运行状况”。',
      '热线系统已恢复：数据备份（此前很久没有成功）。',
    ]);
  });
});
