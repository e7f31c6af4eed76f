import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { q, run } from '../../src/db/query.ts';
import { goodBackup } from '../backup/lines.ts';
import { Life } from '../cases/life.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

describe('what a monitor is told', () => {
  let house: TestWorld;
  let cast: Cast;

  beforeEach(() => {
    house = newWorld();
    cast = newCast(house.world.db, house.world.now());
  });
  afterEach(() => house.close());

  const db = () => house.world.db;
  const asked = async () => JSON.parse(await (await house.app.request('/health')).text());

  test('how old the last good backup is, and what came of the last drill', async () => {
    assert.deepEqual((await asked()).backup, { status: 'ok', lastGoodAgeSeconds: null, lastDrill: null });
    const start = house.world.now();
    goodBackup(db(), start);
    const drill = { file: 'a.db', started_at: start, ended_at: start + 5000, ok: 1 };
    run(db(), q.insertInto('restore_drills').values(drill));
    house.setTime('2026-11-23 10:00');
    const { backup, status } = await asked();
    assert.equal(status, 'ok');
    assert.deepEqual(backup, {
      ...{ status: 'ok', lastGoodAgeSeconds: 3600 },
      lastDrill: { result: 'good', ageSeconds: 3600 },
    });
  });

  test('a backup that is older than policy allows makes the whole degraded, while the system goes on', async () => {
    goodBackup(db(), house.world.now());
    house.setTime('2026-11-24 11:00');
    assert.equal((await asked()).status, 'ok');
    house.setTime('2026-11-24 11:01');
    const { backup, status, database } = await asked();
    assert.deepEqual([status, database, backup.status], ['degraded', 'ok', 'degraded']);
  });

  test('every part has its figures: jobs, outbox, gateways, audit, disk and the years of the calendar', async () => {
    const body = await asked();
    for (const part of ['jobs', 'outbox', 'gateways', 'backup', 'calendar', 'audit', 'disk'])
      assert.equal(body[part].status, 'ok', part);
    assert.deepEqual(body.calendar.years, [2024, 2025, 2026]);
  });

  test('figures only: nothing of any person and no place on the machine', async () => {
    new Life(db(), cast).dispatched({ name: '何先生', phone: '13900001234' });
    run(db(), q.updateTable('users').set({ email: 'shen@example.gov.cn', phone: '13912340000' }));
    const text = await (await house.app.request('/health')).text();
    assert.doesNotMatch(text, /何先生|139|shen|沈立|hotline\.db|\/tmp|\/dev/);
  });

  test('it is answered without writing anything, even to a browser whose session would be noted', async () => {
    const admin = visit(house, cast.admin);
    house.setTime('2026-11-23 09:30');
    db().pragma('query_only = ON');
    try {
      for (const path of ['/health', '/health?again=1']) {
        assert.equal((await house.app.request(path)).status, 200);
        assert.equal((await admin.get(path)).status, 200);
      }
    } finally {
      db().pragma('query_only = OFF');
    }
  });

  test('people read the same in words, part by part, red where something is the matter', async () => {
    const page = async () => (await visit(house, cast.admin).get('/health/page')).text();
    goodBackup(db(), house.world.now());
    const well = await page();
    assert.match(
      well,
      /数据安全[\s\S]*数据备份[\s\S]*data-tone="done">正常[\s\S]*上次成功的备份：今天 09:00/,
    );
    assert.match(
      well,
      /还没有做过恢复演练[\s\S]*磁盘空间[\s\S]*操作日志完整性[\s\S]*放假安排[\s\S]*已有 2024、2025、2026 年放假安排/,
    );
    house.setTime('2026-11-24 12:00');
    const late = await page();
    assert.match(late, /data-tone="error"[\s\S]*已有 1 天没有成功的备份[\s\S]*<h2>数据安全/);
    assert.match(late, /href="\/backup">数据备份[\s\S]{1,120}data-tone="overdue">告警/);
  });
});
