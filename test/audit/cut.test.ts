import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { checkAuditLog, lastCheck } from '../../src/audit/check.ts';
import { cutOldLines, LINES_A_CUT } from '../../src/audit/cut.ts';
import { verifyHeads } from '../../src/audit/heads.ts';
import { verifyChain } from '../../src/audit/verify.ts';
import { transact } from '../../src/db/query.ts';
import { noteSetting } from '../../src/db/setting.ts';
import { setPolicy } from '../../src/policy/policy.ts';
import { at } from '../calendar/samples.ts';
import { newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { headNow, tamper, writeLines } from './tampering.ts';

describe('audit lines whose time is over', () => {
  /* Ten lines of Monday 2026-11-23, kept for 200 days: until 2027-06-11. */

  const MORNING = at('2026-11-23 09:00');
  let house: TestWorld;

  beforeEach(() => {
    house = newWorld();
    newCast(house.world.db, house.world.now());
    keep(200);
    writeLines(house.world.db, 10, MORNING);
    noteSetting(house.world.db, 'audit_checked', '{"ok":true}');
  });
  afterEach(() => house.close());

  const keep = (auditDays: number) => {
    const keeping = { maskYears: 5, messageDays: 400, auditDays };
    setPolicy(house.world.db, { keeping }, { userId: null, from: 0, now: MORNING });
  };
  const ids = () => house.world.db.prepare('SELECT id FROM audit_log ORDER BY id').pluck().all();

  function cutOn(day: string): unknown[] {
    house.setTime(`${day} 02:00`);
    for (const _ of cutOldLines(house.world.db, house.world.now()));
    return ids();
  }

  test('Q-M1: stay to their last day and go the day after, on the record', () => {
    assert.deepEqual(cutOn('2027-06-11').length, 10);
    assert.deepEqual(cutOn('2027-06-12'), [11]);
    const line = house.world.db.prepare('SELECT act, who, detail FROM audit_log').get() as { detail: string };
    const { hash, ...detail } = JSON.parse(line.detail);
    assert.deepEqual(
      { ...line, detail },
      { act: 'audit_cut', who: '系统', detail: { through: 10, lines: 10 } },
    );
    assert.match(hash, /^[0-9a-f]{64}$/);
    assert.deepEqual(verifyChain(house.world.db).lines, 1);
  });

  test('Q-M1: what is left is whole, and so it is after further cuts', () => {
    for (const day of ['2027-06-12', '2027-06-13']) {
      cutOn(day);
      writeLines(house.world.db, 3, house.world.now());
    }
    assert.deepEqual(cutOn('2027-12-29').length, 7, 'the line of the first cut and what was written since');
    assert.deepEqual(cutOn('2027-12-30'), [15, 16, 17, 18]);
    assert.deepEqual(cutOn('2027-12-31'), [18, 19]);
    const { ok, lines, head } = verifyChain(house.world.db);
    assert.deepEqual([ok, lines, head?.id], [true, 2, 19]);
  });

  test('Q-M1: are kept for 190 days at least, whatever was set', () => {
    keep(1);
    assert.deepEqual(cutOn('2027-06-01').length, 10);
    assert.deepEqual(cutOn('2027-06-02'), [11]);
  });

  test('Q-M1: a log that was found broken is left as it is', async () => {
    tamper(house.world.file, (db) => db.exec(`UPDATE audit_log SET who = '别人' WHERE id = 9`));
    await checkAuditLog(house.world);
    assert.equal(lastCheck(house.world.db)?.fault?.id, 9);
    assert.equal(cutOn('2027-06-12').length, 10);
  });

  test('Q-M1: a line changed since the last check stops the cut as well', () => {
    tamper(house.world.file, (db) => db.exec(`UPDATE audit_log SET who = '别人' WHERE id = 9`));
    assert.equal(cutOn('2027-06-12').length, 10);
  });

  test('go in slices, each with its own record', () => {
    transact(house.world.db, () => writeLines(house.world.db, LINES_A_CUT, MORNING + 3_600_000));
    house.setTime('2028-01-01 02:00');
    const slices = [...cutOldLines(house.world.db, house.world.now())].length + 1;
    assert.deepEqual([slices, ids()], [2, [2011, 2012]]);
    assert.equal(verifyChain(house.world.db).ok, true);
  });

  test('Q-M1: a cut that the log does not tell of is found, and one that was struck from the register', () => {
    const { db } = house.world;
    const { hash } = db.prepare('SELECT hash FROM audit_log WHERE id = 4').get() as { hash: Buffer };
    tamper(house.world.file, (raw) => {
      raw.prepare('INSERT INTO audit_cuts VALUES (1, ?, 4, ?, 4)').run(MORNING, hash);
      raw.exec('DELETE FROM audit_log WHERE id <= 4');
    });
    assert.match(verifyChain(db).fault?.what ?? '', /第 4 条以前的记录被清理，操作日志中没有/);
    tamper(house.world.file, (raw) => raw.exec('DELETE FROM audit_cuts'));
    assert.deepEqual(verifyChain(db).fault, { id: 1, what: '第 1 至 4 条记录被删除' });
  });

  test('Q-M1: lines that were cut off too young, on a record made up for it, are found by an older backup', () => {
    const { db } = house.world;
    const head = { ...headNow(db, MORNING + 120_000), id: 2 };
    tamper(house.world.file, (raw) => {
      const { hash } = raw.prepare('SELECT hash FROM audit_log WHERE id = 4').get() as { hash: Buffer };
      raw.prepare('INSERT INTO audit_cuts VALUES (1, ?, 4, ?, 4)').run(at('2026-11-24 02:00'), hash);
      raw.exec('DELETE FROM audit_log WHERE id <= 4');
    });
    assert.match(verifyHeads(db, [head]).fault?.what ?? '', /清理了不满 190 天的记录（第 3 至 4 条）/);
    const [last] = [at('2026-11-24 02:00') - 190 * 86_400_000];
    assert.equal(verifyHeads(db, [{ ...head, at: last }]).fault, undefined);
  });
});
