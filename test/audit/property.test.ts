import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { AUDITED, type Audited, audit } from '../../src/audit/audit.ts';
import { verifyChain } from '../../src/audit/verify.ts';
import type { Db } from '../../src/db/open.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { tamper } from './tampering.ts';

describe('any audit log', () => {
  /* One file without triggers, in which each example stands in a transaction that is taken back. */
  let house: TestWorld;
  let db: Db;

  before(() => {
    house = newWorld();
    tamper(house.world.file, () => undefined);
    db = new Database(house.world.file);
    db.pragma('foreign_keys = OFF');
  });
  after(() => {
    db.close();
    house.close();
  });

  type Given = Omit<Parameters<typeof audit>[1], 'actor'>;
  const word = fc.string({ unit: 'grapheme', maxLength: 12 });
  const line = fc.record({
    at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
    act: fc.constantFrom<Audited[]>(
      ...(Object.keys(AUDITED) as Audited[]).filter((act) => act !== 'audit_cut'),
    ),
    who: word,
    subject: word,
    detail: fc.dictionary(word, fc.oneof(word, fc.integer(), fc.array(word, { maxLength: 3 })), {
      maxKeys: 3,
    }),
    ip: word,
  });
  const log = fc.array(line, { minLength: 1, maxLength: 12 });

  function inFile<T>(lines: readonly Given[], work: () => T): T {
    db.exec('BEGIN');
    try {
      for (const each of lines) audit(db, { ...each, actor: null });
      return work();
    } finally {
      db.exec('ROLLBACK');
    }
  }

  test('Q-M1: is whole as it was written, whatever it says', () => {
    fc.assert(
      fc.property(log, (lines) => {
        assert.equal(inFile(lines, () => verifyChain(db)).lines, lines.length);
      }),
      { numRuns: 150 },
    );
  });

  test('Q-M1: any single change of any line but the loss of the last is found, at that line', () => {
    const change = fc.constantFrom(
      ...['who', 'subject', 'ip'].map(
        (column) => `UPDATE audit_log SET ${column} = ${column} || '.' WHERE id = ?`,
      ),
      'UPDATE audit_log SET at = at + 1 WHERE id = ?',
      `UPDATE audit_log SET detail = json_set(detail, '$.more', 1) WHERE id = ?`,
      'UPDATE audit_log SET user_id = 1 WHERE id = ?',
      'UPDATE audit_log SET hash = zeroblob(32) WHERE id = ?',
      'DELETE FROM audit_log WHERE id = ?',
    );
    fc.assert(
      fc.property(log, change, fc.nat(), (lines, sql, nat) => {
        const lost = sql.startsWith('DELETE');
        fc.pre(!lost || lines.length > 1);
        const id = 1 + (nat % (lost ? lines.length - 1 : lines.length));
        const fault = inFile(lines, () => {
          db.prepare(sql).run(id);
          return verifyChain(db).fault;
        });
        assert.equal(fault?.id, id, sql);
      }),
      { numRuns: 300 },
    );
  });
});
