import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { listToPublish, PUBLICATIONS_A_PAGE } from '../../src/publications/list.ts';
import { CHECKED, Life } from '../cases/life.ts';
import { visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

const ANONYMOUS = {
  phone: '',
  name: '',
  anonymous: '1',
  text: '河边垃圾桶满了没人清。',
  headline: '垃圾桶未清',
};

describe('Q-A8, Q-D6: answers to those who cannot be told otherwise', () => {
  let test: TestWorld;
  let cast: Cast;
  before(() => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
  });
  after(() => test.close());

  const listed = () => listToPublish(test.world.db, null).rows;
  const read = async (who: keyof Omit<Cast, 'agencies'>, path = '/publications') => {
    const answer = await visit(test, cast[who]).get(path);
    assert.equal(answer.status, 200);
    return answer.text();
  };

  /** An anonymous case whose answer the agency's leader has approved. */
  function answered(typed = {}): Life {
    const life = new Life(test.world.db, cast, '2026-11-23 09:00').signed({ ...ANONYMOUS, ...typed });
    const reply = { ...life.reply(), toldHow: 'published', toldAt: '', publicReply: '垃圾桶已清运。' };
    return life.onLead(cast.handler, 'submit', reply).onLead(cast.agencyLeader, 'approve');
  }

  it('an empty list says what will appear', async () => {
    assert.match(await read('editor'), /答复经热线审核通过后会列在这里/);
  });

  it('nothing is listed before the hotline has checked it; then reply, telephone and contact person are', async () => {
    const life = answered();
    assert.equal(listed().length, 0);
    life.do(cast.dispatcher, 'pass', CHECKED);
    const text = await read('editor');
    for (const words of [
      '垃圾桶未清',
      '垃圾桶已清运。',
      '0000-8800000',
      '市容科',
      '城管局',
      life.case().number,
    ])
      assert.ok(text.includes(words), words);
  });

  it('who reads cases gets to the case from there, the editor does not', async () => {
    assert.match(await read('supervisor'), /href="\/cases\/\d+"/);
    assert.doesNotMatch(await read('editor'), /href="\/cases\/\d+"/);
  });

  it('of a case whose citizen is known nothing is listed', () => {
    const before = listed().length;
    new Life(test.world.db, cast, '2026-11-23 10:00').toCallBack();
    assert.equal(listed().length, before);
  });

  it('who was merged and left no number is told by the main case’s answer, under their own case’s number', () => {
    const main = new Life(test.world.db, cast, '2026-11-23 12:00').contacted();
    const part = new Life(test.world.db, cast, '2026-11-23 12:30').take(ANONYMOUS, 'accept');
    part.do(cast.dispatcher, 'merge', { number: main.case().number, reason: '同一处。' });
    const before = listed().length;
    main.now = part.now;
    const reply = { ...main.reply(), officePhone: '', contactPerson: '' };
    main.onLead(cast.handler, 'submit', reply).onLead(cast.agencyLeader, 'approve');
    assert.equal(listed().length, before);
    main.do(cast.dispatcher, 'pass', CHECKED);
    assert.equal(listed().length, before + 1);
    const [row] = listed();
    assert.deepEqual(
      [row?.caseId, row?.number, row?.headline, row?.publicReply],
      [part.caseId, part.case().number, '垃圾桶未清', '清源路路灯已于当日修复。'],
    );
    part.now = main.now;
    part.do(cast.clerk, 'call_back', { reached: 'published' });
    assert.equal(listed()[0]?.caseId, part.caseId);
  });

  it('who was merged and left a number is called, and nothing is listed', () => {
    const main = new Life(test.world.db, cast, '2026-11-23 13:00').contacted();
    const part = new Life(test.world.db, cast, '2026-11-23 13:30').take({}, 'accept');
    part.do(cast.dispatcher, 'merge', { number: main.case().number, reason: '同一处。' });
    const before = listed().length;
    main.now = part.now;
    main.onLead(cast.handler, 'submit', main.reply()).onLead(cast.agencyLeader, 'approve');
    main.do(cast.dispatcher, 'pass', CHECKED);
    assert.equal(listed().length, before);
  });

  it('an answer without telephone or contact person is refused', () => {
    const life = new Life(test.world.db, cast, '2026-11-23 11:00').signed(ANONYMOUS);
    const reply = { ...life.reply(), toldHow: 'published', toldAt: '' };
    for (const field of ['officePhone', 'contactPerson'])
      assert.throws(
        () => life.onLead(cast.handler, 'submit', { ...reply, [field]: '' }),
        { status: 422 },
        field,
      );
  });

  it('an anonymous case that is confidential too is answered in the same way', () => {
    const life = answered({ confidential: '1' }).do(cast.dispatcher, 'pass', CHECKED);
    assert.equal(listed()[0]?.caseId, life.caseId);
  });

  it('an answer that was sent back is not listed, the one that takes its place is', () => {
    const life = answered().do(cast.dispatcher, 'send_back', { reason: '请写明清运时间。' });
    assert.notEqual(listed()[0]?.caseId, life.caseId);
    const reply = { ...life.reply(), toldHow: 'published', toldAt: '', publicReply: '今晨六点已清运。' };
    life.onLead(cast.handler, 'submit', reply).onLead(cast.agencyLeader, 'approve');
    life.do(cast.dispatcher, 'pass', CHECKED);
    const own = listed().filter((row) => row.caseId === life.caseId);
    assert.deepEqual(
      own.map((row) => row.publicReply),
      ['今晨六点已清运。'],
    );
  });

  it('a long list goes on from page to page without a gap', async () => {
    for (let more = listed().length; more <= PUBLICATIONS_A_PAGE; more++)
      answered().do(cast.dispatcher, 'pass', CHECKED);
    const first = listToPublish(test.world.db, null);
    assert.equal(first.rows.length, PUBLICATIONS_A_PAGE);
    const second = listToPublish(test.world.db, first.next);
    assert.equal(second.rows.length, 1);
    assert.equal(second.next, null);
    assert.match(await read('supervisor'), new RegExp(`before=${first.next}`));
    assert.match(await read('supervisor', `/publications?before=${first.next}`), /回到最新/);
  });
});
