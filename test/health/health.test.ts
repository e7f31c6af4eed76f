import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { visit } from '../support/browserless.ts';
import { newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

let house: TestWorld;

type Answer = { status: string; database: string; version: string };

beforeEach(() => {
  house = newWorld('2026-11-23 09:00');
});
afterEach(() => house.close());

test('a monitor learns without log-in that the system works', async () => {
  const answer = await house.app.request('/health');
  assert.equal(answer.status, 200);
  const { status, database, version } = (await answer.json()) as Answer;
  assert.deepEqual([status, database], ['ok', 'ok']);
  assert.match(version, /^\d+\.\d+\.\d+$/);
});

test('a monitor learns that the file cannot be read', async (t) => {
  t.mock.method(console, 'error', () => {});
  t.mock.method(house.world.db, 'prepare', () => {
    throw new Error('disk I/O error');
  });
  const answer = await house.app.request('/health');
  assert.equal(answer.status, 503);
  assert.equal(((await answer.json()) as Answer).status, 'error');
});

test('from December on the administrator is told that next year’s holidays are missing', async () => {
  const { admin } = newCast(house.world.db, house.world.now());
  const page = async () => (await visit(house, admin).get('/health/page')).text();
  assert.match(await page(), /系统运行正常/);
  house.setTime('2026-12-01 09:00');
  assert.match(await page(), /2027 年的放假安排尚未录入/);
});

test('the administrator sees size, versions, cases and sessions', async () => {
  const { admin } = newCast(house.world.db, house.world.now());
  const page = await (await visit(house, admin).get('/health/page')).text();
  for (const word of ['SQLite 版本', '数据文件', '工单总数', '正在登录', '已连续运行', '2026 年放假安排']) {
    assert.ok(page.includes(word), word);
  }
});
