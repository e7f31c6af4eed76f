import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { checkAuditLog } from '../../src/audit/check.ts';
import { auditFigures } from '../../src/audit/troubles.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { tamper, writeLines } from './tampering.ts';

describe('a log that was found broken and looked into', () => {
  let house: TestWorld;
  let cast: Cast;

  beforeEach(() => {
    house = newWorld();
    cast = newCast(house.world.db, house.world.now());
    writeLines(house.world.db, 10, house.world.now());
  });
  afterEach(() => house.close());

  async function breakBy(sql: string): Promise<void> {
    tamper(house.world.file, (db) => db.exec(sql));
    await checkAuditLog(house.world);
  }
  const remark = (line: number) =>
    visit(house, cast.auditor).post(`/audit/${line}/note`, { note: '已查明，为误操作。' });
  const page = async () => (await visit(house, cast.admin).get('/health/page')).text();
  const figures = () => auditFigures(house.world.db, house.world.now()).remarkedAgeSeconds;

  test('Q-M1: the health page and the monitor say when the auditor remarked on it; it stays broken', async () => {
    await breakBy(`UPDATE audit_log SET who = '别人' WHERE id = 5`);
    assert.doesNotMatch(await page(), /批注/);
    house.setTime('2026-11-23 10:00');
    assert.equal((await remark(4)).status, 303);
    assert.equal(figures(), null, 'of another line');
    assert.equal((await remark(5)).status, 303);
    house.setTime('2026-11-24 10:01');
    await checkAuditLog(house.world);
    const words = await page();
    assert.match(words, /核对不符：第 5 条记录与写入时不同，被改动过，审计员已于 2026-11-23 10:00 批注/);
    assert.match(
      words,
      /操作日志完整性[\s\S]*与写入时不符：[^。]*，审计员已于 2026-11-23 10:00 批注。请保留/,
    );
    assert.doesNotMatch(words, /误操作/, 'what it says is for auditors');
    const { audit } = JSON.parse(await (await house.app.request('/health')).text());
    assert.deepEqual([audit.status, audit.remarkedAgeSeconds], ['degraded', 24 * 3600 + 60]);
  });

  test('Q-M1: where the line itself is gone, on the first after the gap', async () => {
    await breakBy('DELETE FROM audit_log WHERE id BETWEEN 5 AND 6');
    assert.equal((await remark(7)).status, 303);
    assert.equal(figures(), 0);
  });

  test('Q-M1: what was remarked on that line while the log was whole does not count', async () => {
    await remark(5);
    house.setTime('2026-11-23 10:00');
    await checkAuditLog(house.world);
    await breakBy(`UPDATE audit_log SET who = '别人' WHERE id = 5`);
    assert.equal(figures(), null);
    house.setTime('2026-11-23 10:01');
    await remark(5);
    assert.equal(figures(), 0);
  });

  test('a remark that somebody made unreadable does not keep the monitor from its answer', async () => {
    await remark(5);
    await breakBy(`PRAGMA ignore_check_constraints = ON; UPDATE audit_log SET detail = '{' WHERE id = 11`);
    assert.equal((await house.app.request('/health')).status, 200);
    assert.equal(figures(), null);
  });
});
