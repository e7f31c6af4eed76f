import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { q, run } from '../../src/db/query.ts';
import type { Actor } from '../../src/people/actor.ts';
import { policyAt, setPolicy } from '../../src/policy/policy.ts';
import { visit } from '../support/browserless.ts';
import { newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

describe('health', () => {
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

  const pageOf = async (as: Actor) => (await visit(house, as).get('/health/page')).text();

  test('the administrator is told which contacts have no number', async () => {
    const { db, now } = house.world;
    const { admin } = newCast(db, now());
    const [one] = policyAt(db, now()).contacts;
    assert.ok(one);
    const has = (phone: string) =>
      setPolicy(
        db,
        { contacts: [{ ...one, name: '市应急值班室', phone }] },
        { userId: null, from: now(), now: now() },
      );
    has('');
    assert.match(await pageOf(admin), /有 1 个没有电话：市应急值班室[\s\S]*href="\/policy\/contacts"/);
    has('051266660000');
    assert.doesNotMatch(await pageOf(admin), /没有电话/);
  });

  test('the administrator is told how many of the agencies’ people cannot be reached', async () => {
    const { db, now } = house.world;
    const { admin, handler } = newCast(db, now());
    const set = (columns: { phone?: string; email?: string; active?: 0 | 1 }, id?: number) => {
      const query = q.updateTable('users').set(columns);
      run(db, id === undefined ? query : query.where('id', '=', id));
    };
    set({ phone: '13900000000' });
    assert.doesNotMatch(await pageOf(admin), /收不到提醒/);
    set({ phone: '' }, handler.id);
    assert.match(await pageOf(admin), /经办人 1 人既没有手机号码也没有电子邮箱[\s\S]*href="\/people"/);
    set({ email: 'zhao@example.gov.cn' }, handler.id);
    assert.doesNotMatch(await pageOf(admin), /收不到提醒/);
    set({ email: '', active: 0 }, handler.id);
    assert.doesNotMatch(await pageOf(admin), /收不到提醒/);
  });
});
