import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { prepared } from '../../src/db/query.ts';
import { pause } from '../../src/gateways/pause.ts';
import type { GatewayRow } from '../../src/gateways/rows.ts';
import { oldestDue } from '../../src/health/queries.ts';
import { backoff } from '../../src/outbox/backoff.ts';
import { roomToday } from '../../src/outbox/shares.ts';
import { setPolicy } from '../../src/policy/policy.ts';
import { sending } from '../../src/presets/reminders.ts';
import { at, text } from '../calendar/samples.ts';
import { FakeGateway } from '../support/gateway.ts';
import { HOUR, MINUTE, Post } from './post.ts';

describe('X-F1: how much goes out', () => {
  let gateway: FakeGateway;
  const post = new Post();

  before(async () => {
    gateway = await new FakeGateway().start();
  });
  after(() => gateway.stop());
  beforeEach(() => {
    post.clear();
    gateway.arrivals.length = 0;
    gateway.manner = () => 'ok';
  });

  const several = (count: number, given = {}) =>
    Array.from({ length: count }, (_, index) => post.write({ recipient: `contact:${index}`, ...given }));

  it('a gateway gets as many in a minute as it allows, and the rest in the next', async () => {
    post.gateway(gateway, { per_minute: 10 });
    const ids = several(25);
    await post.round();
    await post.pass(55_000, 5000);
    assert.equal(gateway.arrivals.length, 10);
    await post.pass(5000, 5000);
    assert.equal(gateway.arrivals.length, 20);
    await post.pass(MINUTE, 5000);
    assert.equal(gateway.arrivals.length, 25);
    assert.deepEqual(
      gateway.arrivals.map(({ uid }) => uid),
      ids.map((id) => post.message(id).uid),
    );
  });

  it('tries that failed count as well: a gateway in trouble is not pestered', async () => {
    post.gateway(gateway, { per_minute: 3 });
    let asked = 0;
    gateway.manner = () => {
      asked += 1;
      return 'unknown number';
    };
    several(10);
    await post.round();
    await post.pass(50_000, 5000);
    assert.equal(asked, 3);
  });

  it('how long the oldest has waited does not begin anew with each try, nor before its time has come', async () => {
    post.gateway(gateway);
    const began = post.now;
    post.write({ recipient: 'contact:later', notBefore: began + 10 * HOUR });
    assert.equal(oldestDue(post.db, began + 2 * HOUR), null);
    for (const [manner, number] of [
      ['error', 1],
      ['no access', 2],
    ] as const) {
      gateway.manner = () => manner;
      post.write({ recipient: `contact:${number}` });
      await post.pass(HOUR, MINUTE);
      assert.equal(oldestDue(post.db, post.now), began + MINUTE, manner);
    }
    gateway.manner = () => 'ok';
    await post.pass(HOUR, MINUTE);
    assert.equal(oldestDue(post.db, post.now), null);
  });

  it('Q-A5: an urgent message takes the first free place', async () => {
    post.gateway(gateway, { per_minute: 2 });
    several(6);
    await post.round();
    const urgent = post.write({ urgent: true });
    await post.pass(MINUTE, 5000);
    assert.equal(gateway.arrivals.length, 4);
    assert.equal(post.status(urgent), 'sent');
  });

  it('a full gateway does not hold up what goes through another', async (t) => {
    const other = await new FakeGateway().start();
    t.after(() => other.stop());
    post.gateway(gateway, { per_minute: 1, prefixes: '138' });
    post.gateway(other, { prefixes: '186' });
    several(600, { address: '13800000000' });
    const late = post.write({ recipient: 'contact:late', address: '18600000000' });
    await post.round();
    await post.pass(10_000, 5000);
    assert.deepEqual([post.status(late), gateway.arrivals.length], ['sent', 1]);
  });

  it('a day’s limit is counted to the message after thousands, by a clock that is set back, and anew the next day', () => {
    post.gateway(gateway, { per_day: 2000 });
    const id = post.write();
    const row = () => prepared(post.db, 'SELECT * FROM gateways').get() as GatewayRow;
    const tries = (count: number, when: number, result: string | null) => {
      const add = prepared(
        post.db,
        'INSERT INTO message_tries (message_id, gateway_id, at, result) VALUES (?, ?, ?, ?)',
      );
      for (let index = 0; index < count; index++) add.run(id, row().id, when, result);
    };
    const noon = at('2026-10-12 12:00');
    tries(100, at('2026-10-11 23:59'), 'taken');
    tries(900, at('2026-10-12 00:00'), 'taken');
    tries(400, at('2026-10-12 09:00'), 'refused');
    tries(600, at('2026-10-12 11:30'), 'taken');
    assert.equal(roomToday(post.db, row(), noon), 500);
    tries(20, noon, null);
    tries(10, noon, 'down');
    assert.equal(roomToday(post.db, row(), noon), 480);
    assert.equal(roomToday(post.db, row(), noon + HOUR), 480);
    assert.equal(roomToday(post.db, row(), at('2026-10-12 10:00')), 1100);
    assert.equal(roomToday(post.db, row(), at('2026-10-13 00:00')), 2000);
  });

  it('a day’s limit: beyond it another gateway, or tomorrow', async (t) => {
    const other = await new FakeGateway().start();
    t.after(() => other.stop());
    post.gateway(gateway, { per_day: 3 });
    const second = post.gateway(other, { per_day: 2 });
    several(6);
    await post.round();
    await post.pass(HOUR, 10 * MINUTE);
    assert.deepEqual([gateway.arrivals.length, other.arrivals.length], [3, 2]);
    post.now = at('2026-11-24 08:00');
    await post.round();
    assert.equal(gateway.arrivals.length, 4);
    assert.deepEqual(post.states(), { sent: 6 });
    assert.equal(post.gatewayRow(second).per_day, 2);
  });

  it('one person gets twenty a day; what is beyond stands in the digest, urgent ones are neither stopped nor counted', async () => {
    post.gateway(gateway);
    post.gateway(null, { channel: 'smtp', medium: 'email' });
    const mine = { recipient: `user:${post.cast.handler.id}` };
    several(3, { ...mine, urgent: true });
    const ids = several(sending.perPersonDaily, mine);
    const others = several(1, { recipient: `user:${post.cast.supervisor.id}` });
    await post.round();
    assert.ok([...ids, ...others].every((id) => post.status(id) === 'sent'));
    const [beyond = 0] = several(1, mine);
    const [urgent = 0] = several(1, { ...mine, urgent: true });
    await post.round();
    assert.deepEqual([post.status(beyond), post.status(urgent)], ['cancelled', 'sent']);
    assert.equal(post.message(beyond).note, '今日短信已达上限，并入每日汇总');
    post.now = at('2026-11-24 08:00');
    const [tomorrow = 0] = several(1, mine);
    await post.round();
    assert.equal(post.status(tomorrow), 'sent');
  });

  it('X-F1: who gets no digest is sent the next morning what is beyond', async () => {
    post.gateway(gateway);
    const mine = { recipient: `user:${post.cast.handler.id}` };
    several(sending.perPersonDaily, mine);
    await post.round();
    const [beyond = 0] = several(1, mine);
    await post.round();
    const { status, not_before, note } = post.message(beyond);
    assert.deepEqual(
      [status, text(not_before), note],
      ['queued', '2026-11-24 08:30', '今日短信已达上限，次日发送'],
    );
    post.now = at('2026-11-24 08:30');
    await post.round();
    assert.equal(post.status(beyond), 'sent');
  });

  it('X-F1: nor is it cancelled where the digest goes to the agency’s address, not to its handlers', async () => {
    post.gateway(gateway);
    post.gateway(null, { channel: 'smtp', medium: 'email' });
    const setEmail = prepared(post.db, 'UPDATE agencies SET email = ? WHERE id = ?');
    setEmail.run('bureau@example.org', post.cast.agencies.urban);
    const ofHandler = several(sending.perPersonDaily + 1, { recipient: `user:${post.cast.handler.id}` });
    const ofLeader = several(sending.perPersonDaily + 1, { recipient: `user:${post.cast.agencyLeader.id}` });
    await post.round();
    setEmail.run('', post.cast.agencies.urban);
    assert.deepEqual(
      [ofHandler, ofLeader].map((ids) => post.status(ids.at(-1) ?? 0)),
      ['queued', 'cancelled'],
    );
  });

  it('how many one person gets is policy', async () => {
    post.gateway(gateway);
    post.now = at('2026-12-01 09:00');
    setPolicy(
      post.db,
      { sending: { ...sending, perPersonDaily: 2 } },
      { userId: null, from: post.now, now: post.now },
    );
    const ids = several(3, { recipient: `user:${post.cast.handler.id}` });
    await post.round();
    assert.deepEqual(
      ids.map((id) => post.status(id)),
      ['sent', 'sent', 'queued'],
    );
  });

  it('the parts of an SMS are counted with the signature', async () => {
    post.gateway(gateway, { signature: '【城市热线】' });
    const [one = 0] = several(1, { text: '字'.repeat(64) });
    const [two = 0] = several(1, { recipient: 'contact:two', text: '字'.repeat(65) });
    await post.round();
    assert.deepEqual([post.message(one).parts, post.message(two).parts], [1, 2]);
    assert.ok(gateway.arrivals.every(({ text }) => text.endsWith('【城市热线】')));
  });

  it('ten thousand wait: a round takes up no more than the gateway has room for', async () => {
    post.gateway(gateway, { per_minute: 60 });
    const insert = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
      INSERT INTO messages (uid, medium, rule, occasion, audience, recipient, recipient_name, address, stage, text, status,
        not_before, created_at) SELECT 'u' || i, 'sms', 'r', 'o', 'contact', 'contact:' || i, '某', '13900000001', i, '字',
        'queued', 0, 0 FROM n`;
    prepared(post.db, insert).run();
    await post.round();
    assert.deepEqual(post.states(), { sent: 60, queued: 9940 });
  });
});

describe('how long is waited', () => {
  it('a message: a minute after the first try, and nine waits outlast a day', () => {
    assert.equal(backoff(1), MINUTE);
    const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(backoff);
    assert.ok(nine.reduce((sum, each) => sum + each) > 25 * HOUR);
    assert.equal(backoff(100), backoff(9));
  });

  it('a gateway: as long again as it has been away, a minute at least and a quarter of an hour at most', () => {
    assert.deepEqual([pause(0, 0), pause(0, 5 * MINUTE), pause(0, HOUR)], [MINUTE, 5 * MINUTE, 15 * MINUTE]);
  });
});
