import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import Database from 'better-sqlite3';
import { audit } from '../../src/audit/audit.ts';
import { verifyHeads } from '../../src/audit/heads.ts';
import { verifyChain } from '../../src/audit/verify.ts';
import type { Db } from '../../src/db/open.ts';
import { at } from '../calendar/samples.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { headNow, rechain, tamper, writeLines } from './tampering.ts';

describe('the chain of the audit log', () => {
  /* Ten lines of Monday morning; somebody then works on the file with a tool of their own. */

  const NOON = at('2026-11-23 12:00');
  let house: TestWorld;
  let file: { db: Db; path: string };

  beforeEach(() => {
    house = newWorld();
    file = { db: house.world.db, path: house.world.file };
    writeLines(file.db, 10, at('2026-11-23 09:00'));
  });

  afterEach(() => house.close());

  const faultAfter = (work: (db: Db) => void) => {
    tamper(file.path, work);
    return verifyChain(file.db).fault;
  };

  test('Q-M1: what nobody touched is whole, and says how far it reaches', () => {
    const { ok, lines, head, backwards } = verifyChain(file.db);
    assert.deepEqual([ok, lines, head?.id, backwards], [true, 10, 10, 0]);
    assert.equal(head?.hash, headNow(file.db, NOON).hash);
  });

  test('an empty log is whole', () => {
    tamper(file.path, (db) => db.exec('DELETE FROM audit_log'));
    assert.deepEqual(verifyChain(file.db), { ok: true, lines: 0, head: null, backwards: 0 });
  });

  for (const [column, value] of [
    ['at', '1'],
    ['user_id', '1'],
    ['who', "'别人'"],
    ['act', "'login'"],
    ['subject', "'第五位'"],
    ['detail', "'{}'"],
    ['ip', "''"],
    ['hash', 'zeroblob(32)'],
  ]) {
    test(`Q-M1: a line whose ${column} was changed is named`, () => {
      const fault = faultAfter((db) => db.exec(`UPDATE audit_log SET ${column} = ${value} WHERE id = 5`));
      assert.deepEqual(fault, { id: 5, what: '第 5 条记录与写入时不同，被改动过' });
    });
  }

  test('Q-M1: a line that was taken out is named', () => {
    const fault = faultAfter((db) => db.exec('DELETE FROM audit_log WHERE id = 5'));
    assert.deepEqual(fault, { id: 5, what: '第 5 条记录被删除' });
  });

  test('Q-M1: lines taken away from the beginning are named', () => {
    const fault = faultAfter((db) => db.exec('DELETE FROM audit_log WHERE id <= 3'));
    assert.deepEqual(fault, { id: 1, what: '第 1 至 3 条记录被删除' });
  });

  test('Q-M1: a line put in between, the others moved up, is found where it was put in', () => {
    const fault = faultAfter((db) => {
      db.exec('UPDATE audit_log SET id = -id - 1 WHERE id >= 5');
      db.exec('UPDATE audit_log SET id = -id WHERE id < 0');
      db.exec(
        `INSERT INTO audit_log (id, at, who, act, hash) VALUES (5, ${NOON}, '别人', 'login', zeroblob(32))`,
      );
    });
    assert.equal(fault?.id, 5);
  });

  test('Q-M1: a line put in before the first one is found', () => {
    const fault = faultAfter((db) =>
      db.exec(
        `INSERT INTO audit_log (id, at, who, act, hash) VALUES (0, ${NOON}, '别人', 'login', zeroblob(32))`,
      ),
    );
    assert.deepEqual(fault, { id: 0, what: '第 0 条记录是后来插入的' });
  });

  test('Q-M1: two lines that changed places are found at the first of them', () => {
    const fault = faultAfter((db) => {
      db.exec('UPDATE audit_log SET id = -4 WHERE id = 4');
      db.exec('UPDATE audit_log SET id = 4 WHERE id = 7');
      db.exec('UPDATE audit_log SET id = 7 WHERE id = -4');
    });
    assert.equal(fault?.id, 4);
  });

  test('Q-M1: a line changed together with its hash is found at the line after it', () => {
    const fault = faultAfter((db) => {
      db.exec(`UPDATE audit_log SET who = '别人' WHERE id = 5`);
      const hash = db.prepare('SELECT hash FROM audit_log WHERE id = 6').pluck().get();
      rechain(db);
      db.prepare('UPDATE audit_log SET hash = ? WHERE id = 6').run(hash);
    });
    assert.equal(fault?.id, 6);
  });

  test('Q-M1: a tail that was cut off is found by what stands beside a backup, and by nothing else', () => {
    const head = headNow(file.db, NOON);
    assert.equal(
      faultAfter((db) => db.exec('DELETE FROM audit_log WHERE id > 8')),
      undefined,
    );
    assert.deepEqual(verifyHeads(file.db, [head]).fault, {
      id: 9,
      what: '备份 甲（2026-11-23 12:00）操作日志已有 10 条，现在只到第 8 条，末尾的记录被删除',
    });
  });

  test('Q-M1: a log written anew as a whole, with a chain that is right, is found by what stands beside a backup', () => {
    const head = headNow(file.db, NOON);
    const fault = faultAfter((db) => {
      db.exec(`UPDATE audit_log SET who = '别人' WHERE id = 2`);
      rechain(db);
    });
    assert.equal(fault, undefined);
    assert.deepEqual(verifyHeads(file.db, [head]), {
      compared: 1,
      givenUp: 0,
      fault: { id: 10, what: '第 10 条或更早的记录与备份 甲时不同，日志被改写过' },
    });
  });

  test('heads of backups that agree are counted, however many lines came after them', () => {
    const head = headNow(file.db, NOON);
    writeLines(file.db, 5, NOON);
    assert.deepEqual(verifyHeads(file.db, [head, headNow(file.db, NOON)]), { compared: 2, givenUp: 0 });
  });

  test('X-M1: after a restore the backups of the time given up are no fault, those made since are compared', () => {
    const lost = { ...headNow(file.db, NOON), id: 14, hash: 'ab'.repeat(32) };
    assert.ok(verifyHeads(file.db, [lost]).fault);
    audit(file.db, { at: NOON + 1, actor: null, act: 'backup_restored', subject: '备份甲' });
    assert.deepEqual(verifyHeads(file.db, [lost]), { compared: 1, givenUp: 1 });
    assert.equal(verifyHeads(file.db, [{ ...lost, at: NOON + 2 }]).fault?.id, 12);
  });

  test('a clock that was set back is counted, and is no fault', () => {
    writeLines(file.db, 3, at('2026-11-23 08:00'));
    const { ok, backwards } = verifyChain(file.db);
    assert.deepEqual([ok, backwards], [true, 1]);
  });

  // Whoever rewrites the schema itself (writable_schema, DROP TRIGGER) is found out by the chain and by the noted heads.
  test('Q-M1: with the triggers on, SQL changes, replaces and removes nothing', () => {
    const raw = new Database(file.path);
    const other = new Database(':memory:');
    other.prepare('ATTACH ? AS theirs').run(file.path);
    const cells = `(id, at, who, act, hash) VALUES (5, 1, '别人', 'login', zeroblob(32))`;
    for (const sql of [
      `UPDATE audit_log SET who = '别人' WHERE id = 5`,
      'DELETE FROM audit_log WHERE id = 5',
      'DELETE FROM audit_log',
      `UPDATE OR REPLACE audit_log SET id = 4 WHERE id = 5`,
      `UPDATE OR IGNORE audit_log SET who = '别人'`,
      `INSERT OR IGNORE INTO audit_log ${cells}`,
      `INSERT INTO audit_log (at, who, act, hash) VALUES (1, '别人', 'login', zeroblob(32))`,
      `INSERT OR REPLACE INTO audit_log ${cells}`,
      `INSERT INTO audit_log ${cells} ON CONFLICT (id) DO UPDATE SET who = '别人'`,
      `INSERT INTO audit_log (id, at, who, act, hash) VALUES (12, 1, '别人', 'login', zeroblob(32))`,
    ])
      for (const [db, text] of [
        [raw, sql],
        [other, sql.replace('audit_log', 'theirs.audit_log')],
      ] as const)
        assert.throws(() => db.exec(text), /append-only/, text);
    raw.close();
    other.close();
    assert.equal(verifyChain(file.db).lines, 10);
  });

  test('Q-M1: cuts on the record are neither changed nor taken away', () => {
    const raw = new Database(file.path);
    raw.exec(
      'INSERT INTO audit_cuts (id, at, through_id, through_hash, lines) VALUES (1, 1, 3, zeroblob(32), 3)',
    );
    for (const sql of [
      'UPDATE audit_cuts SET through_id = 2',
      'DELETE FROM audit_cuts',
      'INSERT OR REPLACE INTO audit_cuts (id, at, through_id, through_hash, lines) VALUES (1, 1, 4, zeroblob(32), 4)',
    ])
      assert.throws(() => raw.exec(sql), /append-only/, sql);
    assert.throws(
      () => raw.exec('DELETE FROM audit_log WHERE id <= 3'),
      /append-only/,
      'younger than 190 days',
    );
    raw.close();
  });
});
