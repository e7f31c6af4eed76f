import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { callsOf } from '../../src/cases/case-queries.ts';
import { casesOfLine } from '../../src/cases/find.ts';
import { earlierCases } from '../../src/cases/intake-queries.ts';
import { citizenOf } from '../../src/citizens/identity.ts';
import type { Db } from '../../src/db/open.ts';
import { first, q, run } from '../../src/db/query.ts';
import { Life } from '../cases/life.ts';
import { type Cast, newCast, newPerson } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

const PHONE = '13987654321';
const CITIZEN = { name: '鸳鸯蝴蝶', phone: '139 8765 4321', address: '金丝雀巷77号' };
const CORRECTED = { headline: '路灯不亮', kind: 'complaint' };

let house: TestWorld;
let db: Db;
let cast: Cast;
function open(): void {
  house = newWorld();
  db = house.world.db;
  cast = newCast(db, house.world.now());
}
const life = (start = '2026-11-23 09:00') => new Life(db, cast, start);
const stored = (caseId: number) =>
  first(db, q.selectFrom('citizens').selectAll().where('case_id', '=', caseId));
const numbers = (caseId: number) =>
  db.prepare('SELECT number FROM call_records WHERE case_id = ?').pluck().all(caseId);

describe('Q-A7: the identity of a confidential case', () => {
  beforeEach(open);
  afterEach(() => house.close());

  it('stands sealed in the file and is read back whole', () => {
    const { caseId } = life().take({ ...CITIZEN, confidential: '1' });
    const { name, phone, phone_typed, address } = stored(caseId) ?? {};
    assert.deepEqual([name, phone, phone_typed, address], ['', '', '', '']);
    assert.deepEqual(numbers(caseId), ['']);
    const citizen = citizenOf(db, caseId);
    assert.deepEqual([citizen?.name, citizen?.phone, citizen?.address], ['鸳鸯蝴蝶', PHONE, '金丝雀巷77号']);
    assert.equal(callsOf(db, caseId)[0]?.number, '139****4321');
  });

  it('of another case stands openly', () => {
    const { caseId } = life().take(CITIZEN);
    assert.deepEqual([stored(caseId)?.name, stored(caseId)?.sealed], ['鸳鸯蝴蝶', null]);
  });

  it('is sealed when confidentiality is asked for later, and opened when it is taken back', () => {
    const given = life().take(CITIZEN);
    given.do(cast.operator, 'correct', { ...CORRECTED, confidential: '1' });
    assert.deepEqual([stored(given.caseId)?.name, stored(given.caseId)?.phone], ['', '']);
    assert.deepEqual(numbers(given.caseId), ['']);
    assert.equal(citizenOf(db, given.caseId)?.name, '鸳鸯蝴蝶');
    given.do(cast.operator, 'correct', CORRECTED);
    const { sealed, phone_mac, name, phone } = stored(given.caseId) ?? {};
    assert.deepEqual([sealed, phone_mac, name, phone], [null, null, '鸳鸯蝴蝶', PHONE]);
    assert.deepEqual(numbers(given.caseId), [PHONE]);
  });

  it('copied to another case it does not open there', () => {
    const [one, other] = [CITIZEN, { ...CITIZEN, name: '何先生' }].map((citizen) =>
      life().take({ ...citizen, confidential: '1' }),
    );
    assert.ok(one && other);
    const { sealed } = stored(one.caseId) ?? {};
    run(db, q.updateTable('citizens').set({ sealed }).where('case_id', '=', other.caseId));
    assert.equal(citizenOf(db, other.caseId)?.locked, true);
  });

  it('an anonymous citizen who told nothing has nothing sealed', () => {
    const { caseId } = life().take({ phone: '', name: '', anonymous: '1', confidential: '1' });
    assert.equal(stored(caseId)?.sealed, null);
    assert.equal(citizenOf(db, caseId)?.locked, false);
  });
});

describe('X-A1, Q-A7: a line that called before', () => {
  before(() => {
    open();
    life().take(CITIZEN);
    life('2026-11-23 10:00').take({ ...CITIZEN, confidential: '1' });
    life('2026-11-23 11:00').take({ confidential: '1' });
  });
  after(() => house.close());

  it('its earlier cases are found by the number, sealed ones too', () => {
    assert.equal(earlierCases(db, cast.operator, PHONE).cases.length, 2);
    assert.equal(earlierCases(db, cast.operator, PHONE, 1).total, 2);
    assert.equal(casesOfLine(db, cast.supervisor, PHONE, { sort: 'newest' }).rows.length, 2);
  });

  it('somebody who works for an agency as well does not find the sealed ones by the number', () => {
    const both = { login: 'both', name: '秦朗', roles: ['operator', 'handler'] as const };
    const person = newPerson(db, { ...both, agencyId: cast.agencies.urban, operatorNo: '8009' }, 0);
    assert.equal(earlierCases(db, person, PHONE).cases.length, 1);
    assert.equal(earlierCases(db, person, PHONE, 1).total, 1);
    assert.equal(casesOfLine(db, person, PHONE, { sort: 'newest' }).rows.length, 1);
  });

  it('a number that never called finds nothing', () => {
    assert.equal(earlierCases(db, cast.operator, '13900000000').total, 0);
  });
});

describe('a file that a program without a key wrote', () => {
  before(open);
  after(() => house.close());

  it('has its confidential identities sealed at the next start, the others left alone', () => {
    const sealed = life().take({ ...CITIZEN, confidential: '1' }).caseId;
    const open = life('2026-11-23 10:00').take(CITIZEN).caseId;
    const { name, phone } = citizenOf(db, sealed) ?? {};
    run(
      db,
      q
        .updateTable('citizens')
        .set({ name, phone, sealed: null, phone_mac: null })
        .where('case_id', '=', sealed),
    );
    run(db, q.updateTable('call_records').set({ number: PHONE, sealed: null }).where('case_id', '=', sealed));
    db.exec(`DELETE FROM settings WHERE key = 'identity_key'`);
    rmSync(`${house.world.file}-key`);
    house.restart();
    db = house.world.db;
    assert.deepEqual([stored(sealed)?.name, numbers(sealed)], ['', ['']]);
    assert.equal(citizenOf(db, sealed)?.name, '鸳鸯蝴蝶');
    assert.deepEqual([stored(open)?.name, numbers(open)], ['鸳鸯蝴蝶', [PHONE]]);
  });
});
