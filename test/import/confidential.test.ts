import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { citizenOf } from '../../src/citizens/identity.ts';
import { keyFileOf } from '../../src/citizens/key.ts';
import { refusedCsv } from '../../src/import/runs.ts';
import { bringIn, type Desk, newDesk } from './desk.ts';

describe('import confidential', () => {
  /* Q-A7: the citizens of old cases that were confidential there are confidential here. */

  let desk: Desk;
  beforeEach(() => {
    desk = newDesk();
  });
  afterEach(() => desk.close());

  const HEAD = '编号,内容,来电时间,姓名,电话,住址,是否保密';
  const row = (number: string, confidential: string, name = '鸳鸯蝴蝶') =>
    `${number},路灯不亮,2019-04-24 16:03,${name},13987654321,金丝雀巷77号,${confidential}`;
  const csv = (...rows: string[]) => `${[HEAD, ...rows].join('\n')}\n`;

  type Stored = { id: number; confidential: number; name: string; source_number: string };
  const stored = (): Stored[] =>
    desk.db
      .prepare(
        'SELECT c.id, c.confidential, c.source_number, z.name FROM cases c JOIN citizens z ON z.case_id = c.id ORDER BY c.id',
      )
      .all() as Stored[];

  for (const yes of ['是', '保密', '1', 'yes', '要求保密']) {
    test(`“${yes}” makes it confidential, and who asked is sealed`, async () => {
      await bringIn(desk.db, csv(row('1', yes)));
      const [given] = stored();
      assert.deepEqual([given?.confidential, given?.name], [1, '']);
      assert.equal(citizenOf(desk.db, given?.id ?? 0)?.name, '鸳鸯蝴蝶');
    });
  }

  for (const no of ['', '否', '不保密', '0', 'No', '无']) {
    test(`“${no}” does not`, async () => {
      await bringIn(desk.db, csv(row('1', no)));
      const [given] = stored();
      assert.deepEqual([given?.confidential, given?.name], [0, '鸳鸯蝴蝶']);
    });
  }

  test('where it has no number, the one it is known by does not come from who asked', async () => {
    await bringIn(desk.db, csv(row('', '是')));
    await bringIn(desk.db, csv(row('', '是', '何先生')), { source: '另一系统' });
    const [one, other] = stored();
    assert.equal(one?.source_number, other?.source_number);
    const open = await bringIn(desk.db, csv(row('', '否'), row('', '否', '何先生')), { source: '第三' });
    assert.equal(open.imported, 2);
  });

  test('the same file a second time makes no doubles', async () => {
    const file = csv(row('', '是'), row('7', '是'));
    assert.equal((await bringIn(desk.db, file)).imported, 2);
    const again = await bringIn(desk.db, file);
    assert.deepEqual([again.imported, again.doubles], [0, 2]);
  });

  test('refused rows wait sealed and are fetched as they stood', async () => {
    const done = await bringIn(desk.db, csv(row('1', '是').replace('2019-04-24', '某日')));
    assert.equal(done.refused, 1);
    const kept = String(desk.db.prepare('SELECT refused_csv FROM import_runs').pluck().get());
    assert.match(kept, /^sealed:[\w+/=]+$/);
    assert.match(refusedCsv(desk.db, done.runId), /鸳鸯蝴蝶,13987654321/);
    assert.equal(refusedCsv(desk.db, done.runId, 4), '\ufeff行号,'.slice(0, 4));
  });

  test('without the key confidential rows are refused and told, the others come in, and no refused row is kept openly', async () => {
    rmSync(keyFileOf(desk.db));
    desk.restart();
    const done = await bringIn(desk.db, csv(row('1', '是'), row('2', '否')));
    assert.deepEqual([done.imported, done.refused, done.failure], [1, 1, null]);
    assert.match(done.refusedCsv, /身份密钥不可用，保密工单暂时不能导入/);
    assert.equal(stored().length, 1);
    assert.equal(refusedCsv(desk.db, done.runId), '');
  });
});
