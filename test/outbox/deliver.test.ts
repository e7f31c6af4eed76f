import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { Db } from '../../src/db/open.ts';
import { q, run } from '../../src/db/query.ts';
import { isMessagesFault } from '../../src/gateways/health.ts';
import { takeReport } from '../../src/outbox/outcome.ts';
import { stopDelivering } from '../../src/outbox/rounds.ts';
import { setPolicy } from '../../src/policy/policy.ts';
import { at } from '../calendar/samples.ts';
import { Life } from '../cases/life.ts';
import { FakeGateway, PLAIN_TOOLS } from '../support/gateway.ts';
import { HOUR, MINUTE, Post } from './post.ts';
import { standingGateway } from './standing-gateway.ts';

describe('X-F1: what is due goes out', () => {
  const gateway = standingGateway();
  const post = new Post();

  beforeEach(() => {
    post.clear();
    gateway.arrivals.length = 0;
    gateway.manner = () => 'ok';
  });

  it('a message goes to the number that stands now, with the signature of the gateway, and is marked sent', async () => {
    const id = post.gateway(gateway, { signature: '【城市热线】' });
    const message = post.write({ address: '13911112222' });
    post.phone(post.cast.handler.id, '139 0000 7777');
    await post.round();
    const row = post.message(message);
    assert.deepEqual(gateway.arrivals, [
      { uid: row.uid, to: '13900007777', text: '工单尚未签收，请签收。【城市热线】' },
    ]);
    assert.deepEqual(
      [row.status, row.sent_at, row.gateway_id, row.gateway_ref, row.attempts, row.address, row.parts],
      ['sent', post.now, id, `ref-${row.uid}`, 1, '13900007777', 1],
    );
    assert.deepEqual(post.results(message), ['taken']);
    assert.equal(post.gatewayRow(id).last_ok_at, post.now);
  });

  it('nothing goes out before its time, and at its time it does', async () => {
    post.gateway(gateway);
    const message = post.write({ notBefore: post.now + 1 });
    await post.round();
    assert.equal(post.status(message), 'queued');
    post.now += 1;
    await post.round();
    assert.equal(post.status(message), 'sent');
  });

  it('what was sent is not sent again by later rounds', async () => {
    post.gateway(gateway);
    post.write();
    await post.pass(3 * MINUTE, MINUTE);
    assert.equal(gateway.arrivals.length, 1);
  });

  it('two rounds at the same time send a message once', async () => {
    post.gateway(gateway);
    for (let count = 0; count < 30; count++) post.write({ recipient: `contact:${count}` });
    await Promise.all([post.round(), post.round(), post.round()]);
    await post.round();
    assert.deepEqual([...gateway.counts().values()], Array(30).fill(1));
  });

  it('Q-A5: urgent ones go first, and then those that wait longest', async () => {
    post.gateway(gateway);
    post.write({ text: '后', notBefore: post.now - 1 });
    post.write({ text: '先', notBefore: post.now - MINUTE });
    post.write({ text: '急', urgent: true });
    await post.round();
    assert.deepEqual(
      gateway.arrivals.map(({ text }) => text).toSorted((a, b) => Number(b === '急') - Number(a === '急')),
      ['急', '先', '后'],
    );
    assert.ok(
      gateway.arrivals.findIndex(({ text }) => text === '先') <
        gateway.arrivals.findIndex(({ text }) => text === '后'),
    );
  });

  it('Q-A5: an urgent message does not wait behind one that hangs', async () => {
    post.gateway(gateway);
    gateway.manner = ({ text }) => (text === '慢' ? 'hang' : 'ok');
    post.write({ text: '慢' });
    const slow = post.round(1500);
    while (gateway.arrivals.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const urgent = post.write({ urgent: true });
    const quick = post.round(1500);
    while (post.status(urgent) !== 'sent') await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(post.states().sending, 1);
    await Promise.all([slow, quick]);
  });

  it('what is no longer true is cancelled with its reason before it is sent', async () => {
    post.gateway(gateway);
    const [old, good] = [post.write({ text: '旧' }), post.write()];
    post.tools = { ...PLAIN_TOOLS, noLongerTrue: (_db, { id }) => (id === old ? '工单已签收。' : null) };
    await post.round();
    assert.deepEqual([post.status(old), post.message(old).note], ['cancelled', '工单已签收。']);
    assert.deepEqual([post.status(good), gateway.arrivals.length], ['sent', 1]);
  });

  it('whoever has left, or has no mobile, gets nothing, and the outbox says why', async () => {
    post.gateway(gateway);
    const left = post.write();
    run(post.db, q.updateTable('users').set({ active: 0 }).where('id', '=', post.cast.handler.id));
    const none = post.write({ recipient: `user:${post.cast.dispatcher.id}` });
    post.phone(post.cast.clerk.id, '0731-82345678');
    const landline = post.write({ recipient: `user:${post.cast.clerk.id}` });
    await post.round();
    for (const [id, status, words] of [
      [left, 'cancelled', /停用/],
      [none, 'dead', /没有登记手机号码/],
      [landline, 'dead', /不是手机号码/],
    ] as const) {
      assert.equal(post.status(id), status);
      assert.match(post.message(id).note, words);
    }
    assert.equal(gateway.arrivals.length, 0);
  });

  it('an agency is reached at the mobile of its post on duty', async () => {
    post.gateway(gateway);
    const { urban } = post.cast.agencies;
    run(post.db, q.updateTable('agencies').set({ duty_mobile: '13700000009' }).where('id', '=', urban));
    post.write({ recipient: `agency:${urban}`, address: '' });
    await post.round();
    assert.equal(gateway.arrivals[0]?.to, '13700000009');
  });

  it('Q-A7: the number of a confidential citizen is opened for the sending and stands nowhere afterwards', async () => {
    post.gateway(gateway);
    const life = new Life(post.db, post.cast).take({ confidential: '1', phone: '13812345678' });
    post.db.prepare('DELETE FROM messages').run();
    const citizen = { audience: 'citizen', recipient: 'citizen', recipientName: '诉求人', address: '' };
    const message = post.write({ ...citizen, caseId: life.caseId });
    gateway.manner = () => 'unknown number';
    const spy = { ...PLAIN_TOOLS.channelOf('http') };
    post.tools = {
      ...PLAIN_TOOLS,
      channelOf: () =>
        spy.send && {
          ...{ code: 'http', name: '', medium: 'sms', about: '', fields: [] },
          send: async (_settings, { to }) => ({ result: 'refused', why: `号码 ${to} 有误` }),
        },
    };
    await post.round();
    const row = post.message(message);
    assert.equal(row.status, 'dead');
    assert.equal(row.note, '号码 138****5678 有误');
    assert.equal(row.address, '');
    const tries = JSON.stringify(post.db.prepare('SELECT * FROM message_tries').all());
    assert.doesNotMatch(tries, /13812345678/);
  });

  it('a citizen who has unsubscribed gets nothing more', async () => {
    post.gateway(gateway);
    const { unsubscribe, subscribe } = await import('../../src/citizens/unsubscribed.ts');
    const life = new Life(post.db, post.cast).take({ phone: '13812345678' });
    const citizen = { audience: 'citizen', recipient: 'citizen', address: '', caseId: life.caseId };
    unsubscribe(post.db, '13812345678', 'sms', post.now);
    const unwanted = post.write(citizen);
    await post.round();
    assert.deepEqual(
      [post.status(unwanted), post.message(unwanted).note],
      ['cancelled', '诉求人已退订短信。'],
    );
    subscribe(post.db, '13812345678');
    const wanted = post.write(citizen);
    await post.round();
    assert.equal(post.status(wanted), 'sent');
  });

  it('an SMS whose time comes round at night waits for the morning; an urgent one does not', async () => {
    post.gateway(gateway);
    gateway.manner = () => 'error';
    post.now = at('2026-11-23 21:29');
    const message = post.write();
    await post.round();
    gateway.manner = () => 'ok';
    const urgent = post.write({ urgent: true });
    post.now = at('2026-11-23 21:31');
    await post.round();
    assert.deepEqual([post.status(message), post.status(urgent)], ['queued', 'sent']);
    assert.equal(post.message(message).not_before, at('2026-11-24 08:00'));
    post.now = at('2026-11-24 08:00');
    await post.round();
    assert.equal(post.status(message), 'sent');
  });

  it('G-E2: citizens also have the quiet hours of calls', async () => {
    post.gateway(gateway);
    const quietHours = { from: '20:00', to: '09:00' };
    post.now = at('2026-12-01 08:30');
    setPolicy(post.db, { quietHours }, { userId: null, from: post.now, now: post.now });
    const life = new Life(post.db, post.cast).take({ phone: '13812345678' });
    const citizen = post.write({
      audience: 'citizen',
      recipient: 'citizen',
      address: '',
      caseId: life.caseId,
    });
    const staff = post.write();
    await post.round();
    assert.deepEqual([post.status(citizen), post.status(staff)], ['queued', 'sent']);
    post.now = at('2026-12-01 09:00');
    await post.round();
    assert.equal(post.status(citizen), 'sent');
  });

  it('e-mails of one case to one person hang together, others stand alone', async () => {
    const threads: unknown[] = [];
    post.gateway(null, { medium: 'email', channel: 'mail' });
    post.tools = {
      ...PLAIN_TOOLS,
      channelOf: () => ({
        ...{ code: 'mail', name: '', medium: 'email', about: '', fields: [] },
        send: async (_settings, { thread }) => {
          threads.push(thread);
          return { result: 'taken', ref: null };
        },
      }),
    };
    const life = new Life(post.db, post.cast).take();
    post.db.prepare('DELETE FROM messages').run();
    const { number } = life.case();
    const mail = { medium: 'email', address: 'a@example.org' } as const;
    post.write({ ...mail, caseId: life.caseId });
    await post.round();
    post.write({ ...mail, caseId: life.caseId });
    post.write({ ...mail, caseId: life.caseId, recipient: `user:${post.cast.supervisor.id}` });
    post.write(mail);
    await post.round();
    assert.deepEqual(threads, [
      { number, first: true },
      { number, first: false },
      { number, first: true },
      null,
    ]);
  });
});

describe('X-F1: the server stops', () => {
  const post = new Post();

  it('a clean stop waits for what is being sent and takes up nothing more', async (t) => {
    const gateway = await new FakeGateway().start();
    t.after(() => gateway.stop());
    post.gateway(gateway);
    const [first, second] = [post.write(), post.write()];
    let answer: (manner: 'ok') => void = () => undefined;
    gateway.manner = () => new Promise((resolve) => (answer = resolve));
    const round = post.round();
    while (post.states().sending !== 1) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const stopped = stopDelivering(post.db);
    answer('ok');
    await Promise.all([stopped, round]);
    assert.deepEqual([post.status(first), post.status(second)], ['sent', 'queued']);
    await post.round();
    assert.equal(post.status(second), 'queued');
  });
});

describe('X-F1: what a gateway reports afterwards', () => {
  const gateway = standingGateway();
  const post = new Post();
  let id: number;

  beforeEach(() => {
    gateway.manner = () => 'ok';
    post.clear();
    id = post.gateway(gateway);
  });

  const report = (uid: string, delivered: boolean) => ({
    ref: `ref-${uid}`,
    delivered,
    why: delivered ? '' : '停机',
  });

  it('delivered: found by what the gateway calls it', async () => {
    const message = post.write();
    await post.round();
    const { uid } = post.message(message);
    assert.equal(takeReport(post.db, id, report(uid, true), post.now + 5), true);
    assert.deepEqual([post.status(message), post.results(message)], ['delivered', ['delivered']]);
    assert.equal(post.message(message).ended_at, post.now + 5);
  });

  it('not delivered: the next gateway has its turn, and without one it is given up', async () => {
    const [alone, helped] = [post.write(), post.write()];
    await post.round();
    takeReport(post.db, id, report(post.message(alone).uid, false), post.now);
    assert.deepEqual([post.status(alone), post.message(alone).note], ['dead', '网关报告没有送达：停机']);
    const other = post.gateway(gateway);
    takeReport(post.db, id, report(post.message(helped).uid, false), post.now);
    await post.round();
    assert.deepEqual([post.status(helped), post.message(helped).gateway_id], ['sent', other]);
  });

  it('a report clears up an uncertain message, and it is not sent again', async () => {
    gateway.manner = () => 'drop';
    const message = post.write();
    await post.round();
    assert.equal(post.status(message), 'uncertain');
    const { uid } = post.message(message);
    takeReport(post.db, id, { uid, delivered: true, why: '' }, post.now);
    gateway.manner = () => 'ok';
    await post.pass(HOUR, 10 * MINUTE);
    assert.deepEqual([post.status(message), gateway.counts().get(uid)], ['delivered', 1]);
  });

  it('a report that comes before the answer is not lost', async () => {
    const messages = [post.write(), post.write()];
    const [byRef, byUid] = messages.map((each) => post.message(each).uid);
    gateway.manner = ({ uid }) => {
      const named = uid === byRef ? { ref: `ref-${uid}` } : { uid };
      takeReport(post.db, id, { ...named, delivered: true, why: '' }, post.now);
      return 'ok';
    };
    await post.round();
    assert.deepEqual(
      messages.map((each) => post.status(each)),
      ['delivered', 'delivered'],
    );
    assert.ok(byUid);
  });

  it('one gateway says nothing of the messages of another', async () => {
    const other = post.gateway(gateway, { position: 9 });
    const message = post.write();
    await post.round();
    const { uid } = post.message(message);
    assert.equal(takeReport(post.db, other, { uid, delivered: true, why: '' }, post.now), false);
    assert.equal(takeReport(post.db, other, report(uid, true), post.now), false);
    assert.equal(post.status(message), 'sent');
  });

  it('“not delivered” repeated by the first gateway: the second has it now, and it is not sent once more', async () => {
    const message = post.write();
    await post.round();
    const other = post.gateway(gateway);
    const repeated = { uid: post.message(message).uid, delivered: false, why: '停机' };
    takeReport(post.db, id, repeated, post.now);
    await post.round();
    assert.equal(post.message(message).gateway_id, other);
    takeReport(post.db, id, repeated, post.now);
    await post.round();
    assert.equal(post.status(message), 'sent');
    assert.deepEqual(post.results(message), ['undelivered', 'taken']);
  });

  it('“not delivered” quicker than the answer, and the answer after another gateway has it: that one’s word counts', async () => {
    const silent = JSON.stringify({ ...gateway.settings, reference: '' });
    const other = post.gateway(gateway, { settings: silent });
    const message = post.write();
    const { uid } = post.message(message);
    const answers: ((manner: 'ok') => void)[] = [];
    gateway.manner = () => new Promise((resolve) => answers.push(resolve));
    const slow = post.round();
    while (answers.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    takeReport(post.db, id, { uid, delivered: false, why: '停机' }, post.now);
    const second = post.round();
    while (answers.length === 1) await new Promise((resolve) => setTimeout(resolve, 5));
    answers[0]?.('ok');
    await slow;
    const { status, gateway_id: by, gateway_ref: ref } = post.message(message);
    assert.deepEqual([status, by, ref], ['sending', other, null]);
    answers[1]?.('ok');
    await second;
    assert.deepEqual([post.status(message), post.message(message).gateway_ref], ['sent', null]);
  });

  it('a report is found among a million tries: by those of its message, not by all of its gateway', () => {
    const asked: string[] = [];
    const spied = new Proxy(post.db, {
      get: (db, name) => {
        if (name !== 'prepare') return Reflect.get(db, name).bind?.(db) ?? Reflect.get(db, name);
        return (text: string) => {
          asked.push(text);
          return db.prepare(text);
        };
      },
    });
    takeReport(spied, id, { uid: 'nobody', delivered: true, why: '' }, post.now);
    isMessagesFault(spied, 1, id);
    const plans = asked.filter((text) => text.includes('message_tries')).map((text) => planOf(post.db, text));
    assert.equal(plans.length, 2);
    for (const plan of plans) assert.match(plan, /message_tries_message \(message_id=\?/);
  });

  it('what was delivered stays delivered, and what somebody has phoned stays phoned', async () => {
    const [delivered, phoned] = [post.write(), post.write()];
    await post.round();
    takeReport(post.db, id, report(post.message(delivered).uid, true), post.now);
    takeReport(post.db, id, report(post.message(delivered).uid, false), post.now);
    run(post.db, q.updateTable('messages').set({ status: 'phoned' }).where('id', '=', phoned));
    takeReport(post.db, id, report(post.message(phoned).uid, true), post.now);
    assert.deepEqual([post.status(delivered), post.status(phoned)], ['delivered', 'phoned']);
  });
});

function planOf(db: Db, text: string): string {
  const values = Array(text.split('?').length - 1).fill(1);
  const steps = db.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values) as { detail: string }[];
  return steps.map(({ detail }) => detail).join('; ');
}
