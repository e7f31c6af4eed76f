import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { government12345 } from '../../src/presets/government-12345.ts';
import { Invalid } from '../../src/web/errors.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';
import { Life } from './life.ts';

describe('Q-A3: what is not accepted', () => {
  let test: TestWorld;
  let cast: Cast;
  before(() => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
  });
  after(() => test.close());

  const take = (typed = {}) => new Life(test.world.db, cast).take(typed);
  const page = async (life: Life) => (await visit(test, cast.operator).get(`/cases/${life.caseId}`)).text();
  const plain = (html: string) => html.replaceAll(/<[^>]*>/g, '');

  for (const reason of government12345.rejectionReasons) {
    it(`the page keeps reason, explanation, guidance and referral: ${reason.name}`, async () => {
      const life = take().do(cast.operator, 'reject', { reason: reason.code, told: 'on_the_line' });
      const text = plain(await page(life));
      for (const words of [
        `不予受理：${reason.name}`,
        reason.explanation,
        reason.guidance,
        reason.referral ?? '',
      ])
        assert.ok(text.includes(words), words);
    });
  }

  it('the page keeps how the caller was told', async () => {
    const life = take().do(cast.operator, 'reject', {
      reason: 'litigation',
      told: 'called',
      note: '已说明。',
    });
    assert.ok(plain(await page(life)).includes('应当或已经通过诉讼途径解决。已另行电话告知。已说明。'));
  });

  it('how the caller was told has to be said', () => {
    const life = take();
    assert.throws(
      () => life.do(cast.operator, 'reject', { reason: 'litigation' }),
      (error) => error instanceof Invalid && 'told' in error.fields,
    );
    assert.equal(life.status, 'received');
  });

  it('a reason that is not on the list is refused', () => {
    const life = take();
    assert.throws(
      () => life.do(cast.operator, 'reject', { reason: 'no_time', told: 'sms' }),
      (error) => error instanceof Invalid && 'reason' in error.fields,
    );
  });

  it('who left a number is told, also where the rejection comes straight from the intake form', () => {
    const typed = { reason: 'litigation', told: 'cannot' };
    assert.throws(() => new Life(test.world.db, cast).take(typed, 'reject'), /须告知本人/);
  });

  it('who gave a name but no number cannot be told', () => {
    const life = take({ phone: '' }).do(cast.operator, 'reject', { reason: 'litigation', told: 'cannot' });
    assert.equal(life.status, 'rejected');
  });

  it('what was rejected stops its clocks and leaves every queue', () => {
    const life = take().do(cast.operator, 'reject', { reason: 'litigation', told: 'sms' });
    assert.ok(life.clocks('accept')[0]?.met_at);
    assert.equal(life.case().queue_rank, null);
  });
});

describe('an intake form that was sent already', () => {
  let test: TestWorld;
  let cast: Cast;
  before(() => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
  });
  after(() => test.close());

  const KEY = 'intake-key-of-two-tabs';
  const FORM = { key: KEY, outcome: 'accept', kind: 'complaint', channel: 'phone', phone: '13900001234' };
  const send = (fields: Record<string, string>) =>
    visit(test, cast.operator).post('/intake', { ...FORM, ...fields });
  const keyOn = (html: string) => /name="key" value="([^"]+)"/.exec(html)?.[1] ?? '';

  it('with other words answers 409, names the first case, and the words come back under a new key', async () => {
    assert.equal((await send({ text: '清源路路灯不亮。' })).status, 303);
    const second = await send({ text: '楼上漏水，请协调。', name: '郑女士' });
    const html = await second.text();
    assert.equal(second.status, 409);
    for (const words of ['已经登记为工单 20261123-0001', '楼上漏水，请协调。', '郑女士'])
      assert.ok(html.includes(words), words);
    assert.notEqual(keyOn(html), '');
    assert.notEqual(keyOn(html), KEY);
  });

  it('sent again under the new key it becomes a case of its own', async () => {
    const html = await (await send({ text: '小区停水，请联系。' })).text();
    const again = await send({ key: keyOn(html), text: '小区停水，请联系。' });
    assert.equal(again.status, 303);
    const numbers = test.world.db.prepare('SELECT number FROM cases ORDER BY id').pluck().all();
    assert.deepEqual(numbers, ['20261123-0001', '20261123-0002']);
  });
});
