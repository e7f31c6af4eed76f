import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { callsOf } from '../../src/cases/case-queries.ts';
import { citizenOf } from '../../src/citizens/identity.ts';
import { keyFileOf, keysFor, keyWarnings } from '../../src/citizens/key.ts';
import { openDatabase } from '../../src/db/open.ts';
import { findDraft, saveDraft } from '../../src/drafts/drafts.ts';
import { Invalid } from '../../src/web/errors.ts';
import { Life } from '../cases/life.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

const CITIZEN = { name: '鸳鸯蝴蝶', phone: '139 8765 4321 转 614379', address: '金丝雀巷77号' };
const KEY = 'draft-key-of-one-form';
const at = 1_795_000_000_000;

describe('the key file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hotline-key-'));
    path = join(folder, 'hotline.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is made beside the database at the first start, readable by its owner alone', () => {
    const { db, close } = openDatabase(path, at);
    assert.match(readFileSync(`${path}-key`, 'utf8'), /^[0-9a-f]{64}\n$/);
    if (process.platform !== 'win32') assert.equal(statSync(`${path}-key`).mode & 0o777, 0o600);
    assert.deepEqual(keyWarnings(db), []);
    assert.equal(keyFileOf(db), `${path}-key`);
    close();
  });

  it('stands where the setting says', () => {
    const { db, close } = openDatabase(path, at, join(folder, 'elsewhere.key'));
    assert.ok(existsSync(join(folder, 'elsewhere.key')));
    assert.ok(!existsSync(`${path}-key`));
    assert.ok(keysFor(db));
    close();
  });

  it('stays the same at every further start', () => {
    openDatabase(path, at).close();
    const made = readFileSync(`${path}-key`, 'utf8');
    openDatabase(path, at).close();
    assert.equal(readFileSync(`${path}-key`, 'utf8'), made);
  });

  it('one that lies ready is taken', () => {
    writeFileSync(`${path}-key`, 'A1'.repeat(32), { mode: 0o600 });
    const { db, close } = openDatabase(path, at);
    assert.ok(keysFor(db));
    assert.equal(readFileSync(`${path}-key`, 'utf8'), 'A1'.repeat(32));
    close();
  });

  for (const [what, spoil, words] of [
    ['is missing', () => rmSync(`${path}-key`), /没有找到身份密钥文件：/],
    ['is another’s', () => writeFileSync(`${path}-key`, '0'.repeat(64)), /与数据文件不配套：/],
    ['is damaged', () => writeFileSync(`${path}-key`, '0'.repeat(63)), /内容不完整或不是密钥：/],
  ] as const) {
    it(`where it ${what}, the system starts without it, says so, and makes no other`, () => {
      openDatabase(path, at).close();
      spoil();
      const before = existsSync(`${path}-key`);
      const { db, close } = openDatabase(path, at);
      assert.equal(keysFor(db), null);
      assert.match(keyWarnings(db).join(), words);
      assert.match(keyWarnings(db).join(), /备份的密钥文件放回原处/);
      assert.equal(existsSync(`${path}-key`), before);
      close();
    });
  }

  it('where others may read it, the administrator is told how to mend that', {
    skip: process.platform === 'win32',
  }, () => {
    openDatabase(path, at).close();
    chmodSync(`${path}-key`, 0o640);
    const { db, close } = openDatabase(path, at);
    assert.ok(keysFor(db));
    assert.match(keyWarnings(db).join(), /可被服务器上的其他账号读取.*chmod 600/);
    close();
  });
});

describe('without the key', () => {
  let house: TestWorld;
  let cast: Cast;
  let life: Life;
  let key: string;
  beforeEach(() => {
    house = newWorld();
    cast = newCast(house.world.db, house.world.now());
    life = new Life(house.world.db, cast).take({ ...CITIZEN, confidential: '1' });
    saveDraft(house.world.db, cast.operator.id, KEY, 'intake', { text: '路灯不亮' }, house.world.now());
    const path = keyFileOf(house.world.db);
    key = readFileSync(path, 'utf8');
    rmSync(path);
    house.restart();
    life = Object.assign(new Life(house.world.db, cast), { caseId: life.caseId });
  });
  afterEach(() => house.close());

  const page = async (who: keyof Omit<Cast, 'agencies'>, path: string) =>
    (await visit(house, cast[who]).get(path)).text();

  it('a sealed identity is said to be locked, cannot be revealed, and no reveal is logged', async () => {
    const text = await page('supervisor', `/cases/${life.caseId}`);
    assert.match(text, /身份信息已加密，密钥不可用/);
    assert.match(text, /号码已加密/);
    assert.doesNotMatch(text, /显示完整信息/);
    const purpose = { purpose: '联系诉求人' };
    const answer = await visit(house, cast.supervisor).post(`/cases/${life.caseId}/reveal`, purpose);
    assert.equal(answer.status, 503);
    const logged = `SELECT count(*) FROM audit_log WHERE act = 'phone_revealed'`;
    assert.equal(house.world.db.prepare(logged).pluck().get(), 0);
  });

  it('the health page says what to do', async () => {
    assert.match(await page('admin', '/health/page'), /没有找到身份密钥文件/);
  });

  it('a new confidential case is refused with everything typed still on the page', async () => {
    const before = house.world.db.prepare('SELECT count(*) FROM cases').pluck().get();
    const typed = {
      ...CITIZEN,
      channel: 'phone',
      kind: 'complaint',
      text: '夜间施工扰民。',
      confidential: '1',
    };
    const sent = { ...typed, outcome: 'accept', key: 'intake-form-without-key' };
    const answer = await visit(house, cast.operator).post('/intake', sent);
    assert.equal(answer.status, 422);
    const text = await answer.text();
    for (const words of ['身份密钥不可用', '夜间施工扰民。', '鸳鸯蝴蝶'])
      assert.ok(text.includes(words), words);
    assert.equal(house.world.db.prepare('SELECT count(*) FROM cases').pluck().get(), before);
    assert.equal(findDraft(house.world.db, cast.operator.id, 'intake-form-without-key'), undefined);
  });

  it('a case that is not confidential is taken as ever', () => {
    const taken = new Life(house.world.db, cast, '2026-11-23 09:30').take();
    assert.equal(taken.status, 'received');
    assert.throws(() => taken.do(cast.operator, 'correct', { ...CORRECTED, confidential: '1' }), Invalid);
    assert.equal(citizenOf(house.world.db, taken.caseId)?.name, '何先生');
  });

  it('confidentiality cannot be taken back, nor a call noted with its number', () => {
    assert.throws(() => life.do(cast.operator, 'correct', CORRECTED), Invalid);
    const call = { direction: 'in', number: '139 8765 4321', startedAt: life.local(), note: '再次来电。' };
    assert.throws(() => life.do(cast.operator, 'call', call), Invalid);
  });

  it('what citizens said is not kept in drafts; what was kept waits for the key', async () => {
    const { db, now } = house.world;
    const other = 'draft-key-of-another-form';
    const save = (form: string) => saveDraft(db, cast.operator.id, other, form, { text: '水管破裂' }, now());
    assert.equal(save('intake'), 'locked');
    assert.equal(save(`case/${life.caseId}/note/`), 'locked');
    assert.equal(save('calendar_change'), 'kept');
    assert.equal(findDraft(db, cast.operator.id, KEY), undefined);
    const sent = await visit(house, cast.operator).post(`/drafts/${KEY}?form=intake`, { text: '改' });
    assert.equal(sent.status, 503);
  });

  it('once it is back, everything is there again', () => {
    writeFileSync(keyFileOf(house.world.db), key, { mode: 0o600 });
    house.restart();
    const { db } = house.world;
    assert.deepEqual(citizenOf(db, life.caseId), {
      name: '鸳鸯蝴蝶',
      phone: '13987654321',
      extension: '614379',
      phone_typed: '139 8765 4321 转 614379',
      address: '金丝雀巷77号',
      locked: false,
    });
    assert.equal(callsOf(db, life.caseId)[0]?.number, '139****4321');
    assert.equal(findDraft(db, cast.operator.id, KEY)?.fields.text, '路灯不亮');
  });
});

const CORRECTED = { headline: '路灯不亮', kind: 'complaint' };
