import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { all, first, q } from '../../src/db/query.ts';
import { type Visitor, visit } from '../support/browserless.ts';
import { type Cast, newCast } from '../support/cast.ts';
import { newWorld, type TestWorld } from '../support/world.ts';

const FORM = {
  outcome: 'accept',
  kind: 'complaint',
  channel: 'phone',
  text: '幸福路十二号门口路灯坏了三天，晚上看不清路。',
};

describe('the intake page', () => {
  let test: TestWorld;
  let cast: Cast;
  let desk: Visitor;
  let running = 0;
  before(() => {
    test = newWorld();
    cast = newCast(test.world.db, test.world.now());
    desk = visit(test, cast.operator);
  });
  after(() => test.close());

  const newKey = () => `intake-test-key-${String(++running).padStart(4, '0')}`;
  const send = (fields: Record<string, string>) =>
    desk.post('/intake', { ...FORM, key: newKey(), ...fields });
  const numbers = () =>
    all(test.world.db, q.selectFrom('cases').select('number').orderBy('id')).map((row) => row.number);
  const newest = () => first(test.world.db, q.selectFrom('cases').selectAll().orderBy('id', 'desc'));

  it('a call that is accepted becomes a case, and its number is there to be read out', async () => {
    const answer = await send({ phone: '138 1234 5678', name: '李女士' });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), `/cases/${newest()?.id}`);
    assert.ok(
      decodeURIComponent(answer.headers.get('set-cookie') ?? '').includes('已受理，工单号 20261123-0001'),
    );
  });

  it('pressing the button twice makes one case and shows it both times', async () => {
    const fields = { key: newKey(), phone: '13900001111' };
    const [one, two] = await Promise.all([send(fields), send(fields)]);
    assert.equal(one?.headers.get('location'), two?.headers.get('location'));
    assert.equal(numbers().length, 2);
  });

  it('a form with something missing comes back with everything typed and the message at its field', async () => {
    const answer = await send({ kind: '', text: '路灯不亮', name: '王"先生"', urgent: '1', phone: '123' });
    const page = await answer.text();
    assert.equal(answer.status, 422);
    for (const kept of ['路灯不亮', '王&quot;先生&quot;', '请选择诉求类型。', 'value="123"'])
      assert.ok(page.includes(kept), kept);
    assert.match(page, /name="urgent"[^>]*checked/);
  });

  it('what came back with errors is kept as the draft too', async () => {
    const key = newKey();
    await send({ key, kind: '', text: '自来水浑浊' });
    assert.ok((await (await desk.get(`/intake?key=${key}`)).text()).includes('自来水浑浊'));
  });

  it('refused forms leave no gap in the case numbers', async () => {
    await send({ kind: '' });
    await send({ outcome: 'reject', opened: 'reject', reason: 'no such reason', told: 'on_the_line' });
    await send({ phone: '13700000000' });
    assert.deepEqual(numbers(), ['20261123-0001', '20261123-0002', '20261123-0003']);
  });

  it('no way of writing a number is ever refused', async () => {
    for (const phone of [
      '+86 138 1234 5678',
      '（0731）8234-5678 转 801',
      '一三八',
      '12',
      '13812345678/13912345678',
      '没有号码',
    ]) {
      assert.equal((await send({ phone, name: '张三' })).status, 303, phone);
    }
  });

  it('earlier cases of a caller are found however the number is typed', async () => {
    for (const phone of ['13812345678', '+86 138-1234-5678', '０１３８１２３４５６７８', '138 1234 5678']) {
      const fragment = await (await desk.get(`/intake/caller?phone=${encodeURIComponent(phone)}`)).text();
      assert.ok(fragment.includes('20261123-0001'), phone);
      assert.ok(fragment.includes('未办结'), phone);
    }
  });

  it('an odd number gets a hint, a new one is called a first call', async () => {
    const odd = await (await desk.get('/intake/caller?phone=1381234567')).text();
    assert.ok(odd.includes('号码位数不符'));
    const fresh = await (await desk.get('/intake/caller?phone=13600000001')).text();
    assert.ok(fresh.includes('首次来电'));
  });

  it('a similar request of these days is found while the text is typed', async () => {
    const fragment = await (
      await desk.post('/intake/similar', { text: '幸福路十二号的路灯坏了，没有人修' })
    ).text();
    assert.match(fragment, /20261123-\d{4}/);
  });

  it('当场答复 first opens its own fields, with everything typed kept', async () => {
    const key = newKey();
    const page = await (await send({ key, outcome: 'answer', phone: '13500000001' })).text();
    assert.match(page, /name="answer"/);
    assert.ok(page.includes(FORM.text));
    assert.equal(
      first(test.world.db, q.selectFrom('cases').select('id').where('intake_key', '=', key)),
      undefined,
    );
  });

  it('当场答复 closes the case with what the caller was told', async () => {
    await send({
      outcome: 'answer',
      opened: 'answer',
      phone: '13500000001',
      answer: '请带身份证到政务大厅办理。',
      basis: '办事指南',
    });
    assert.equal(newest()?.status, 'closed');
    assert.equal(newest()?.answer, '请带身份证到政务大厅办理。');
  });

  it('an answer that is missing is asked for together with what is missing elsewhere', async () => {
    const page = await (await send({ outcome: 'answer', opened: 'answer', kind: '' })).text();
    assert.ok(page.includes('请选择诉求类型。'));
    assert.ok(page.includes('请填写答复内容。'));
  });

  it('不予受理 shows what to say to the caller as soon as its reason is chosen', async () => {
    const fragment = await (await desk.get('/intake/reason?reason=litigation')).text();
    assert.ok(fragment.includes('12368、12348'));
    assert.ok(fragment.includes('您反映的事项依法应当通过诉讼途径解决'));
  });

  it('不予受理 is written down with its reason', async () => {
    await send({
      outcome: 'reject',
      opened: 'reject',
      phone: '13500000001',
      reason: 'litigation',
      told: 'on_the_line',
    });
    assert.equal(newest()?.status, 'rejected');
    assert.equal(newest()?.rejection_reason, 'litigation');
  });

  it('暂存 leaves the case waiting to be accepted', async () => {
    await send({ outcome: 'hold', phone: '13500000001' });
    assert.equal(newest()?.status, 'received');
  });

  it('a photo sent with a form that is refused stays with it and goes to the case in the end', async () => {
    const key = newKey();
    const photo = new File([Buffer.from('\x89PNG\r\n\x1a\n rest', 'latin1')], '现场.png');
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...FORM, key, kind: '', phone: '13500000001' }))
      form.append(name, value);
    form.append('files', photo);
    const refused = await desk.post('/intake', form);
    assert.equal(refused.status, 422);
    assert.ok((await refused.text()).includes('现场.png'));
    await send({ key, phone: '13500000001' });
    const files = q
      .selectFrom('attachments')
      .select(['name', 'type', 'event_id'])
      .where('case_id', '=', newest()?.id ?? 0);
    const [file] = all(test.world.db, files);
    assert.equal(file?.name, '现场.png');
    assert.equal(file?.type, 'image/png');
    assert.ok(file?.event_id);
  });

  it("somebody else's draft cannot be sent", async () => {
    const key = newKey();
    await desk.post(`/drafts/${key}?form=intake`, { text: '只有本人可见' });
    const other = visit(test, cast.otherOperator);
    assert.equal((await other.post('/intake', { ...FORM, key, phone: '13500000001' })).status, 404);
  });

  it('several unfinished forms are listed, each to continue or to throw away', async () => {
    await desk.post(`/drafts/${newKey()}?form=intake`, { text: '第一份' });
    test.setTime('2026-11-23 09:01');
    await desk.post(`/drafts/${newKey()}?form=intake`, { text: '第二份' });
    const page = await (await desk.get('/intake')).text();
    assert.match(page, /<textarea[^>]*>\n第二份/);
    assert.ok(page.includes('第一份'));
    assert.ok(!(await (await desk.get('/intake?new=1')).text()).includes('>\n第二份'));
  });

  it('the call began when its first word was typed', async () => {
    const key = newKey();
    test.setTime('2026-11-23 09:10');
    await desk.post(`/drafts/${key}?form=intake`, { text: '路' });
    test.setTime('2026-11-23 09:14');
    await send({ key, phone: '13500000001' });
    const call = first(
      test.world.db,
      q
        .selectFrom('call_records')
        .selectAll()
        .where('case_id', '=', newest()?.id ?? 0),
    );
    assert.equal((call?.ended_at ?? 0) - (call?.started_at ?? 0), 4 * 60_000);
  });

  it('on a holiday its greeting stands first, spoken with the own number', async () => {
    test.setTime('2026-10-01 09:00');
    const page = await (await visit(test, cast.otherOperator).get('/intake')).text();
    assert.ok(page.includes('国庆节快乐'));
    assert.ok(page.includes('8002号为您服务'));
  });

  it('nobody but operators takes down calls', async () => {
    assert.equal((await visit(test, cast.handler).get('/intake')).status, 403);
    assert.equal((await visit(test, cast.admin).get('/intake/caller?phone=13812345678')).status, 403);
  });
});
