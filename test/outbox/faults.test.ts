// In a process of its own: it waits for gateways that break.
import assert from 'node:assert/strict';
import { syncBuiltinESMExports } from 'node:module';
import { beforeEach, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { connect } from '../../src/db/connect.ts';
import { closeGate, isGateClosed } from '../../src/db/gate.ts';
import { prepared, q, run } from '../../src/db/query.ts';
import type { Channel } from '../../src/gateways/channels/channel.ts';
import { deliver } from '../../src/outbox/deliver.ts';
import { LEASE } from '../../src/outbox/lease.ts';
import { FakeGateway, PLAIN_TOOLS } from '../support/gateway.ts';
import { HOUR, MINUTE, Post } from './post.ts';
import { standingGateway } from './standing-gateway.ts';

const DAY = 24 * HOUR;

describe('X-F1: gateways that fail', () => {
  const gateway = standingGateway();
  const post = new Post();

  beforeEach(() => {
    post.clear();
    gateway.arrivals.length = 0;
    gateway.manner = () => 'ok';
  });

  /** Urgent, so that nights do not matter. */
  const write = (given = {}) => post.write({ urgent: true, ...given });

  it('taken and the line cut: the message is uncertain, and is sent again under the same id', async () => {
    post.gateway(gateway);
    gateway.manner = () => 'drop';
    const message = write();
    await post.round();
    const row = post.message(message);
    assert.deepEqual([row.status, row.was_uncertain, row.attempts], ['uncertain', 1, 1]);
    assert.equal(row.not_before, post.now + MINUTE);
    gateway.manner = () => 'ok';
    await post.pass(MINUTE, MINUTE);
    assert.deepEqual(post.results(message), ['unsure', 'taken']);
    assert.equal(post.status(message), 'sent');
    assert.deepEqual([...gateway.counts()], [[row.uid, 2]]);
  });

  it('no answer: the line is given up after a while, and the message is uncertain', async () => {
    post.gateway(gateway);
    gateway.manner = () => 'hang';
    const message = write();
    await post.round(150);
    assert.deepEqual([post.status(message), post.results(message)], ['uncertain', ['unsure']]);
    assert.match(post.message(message).note, /不确定/);
  });

  it('a channel that minds no signal is given up all the same', async () => {
    const deaf: Channel = {
      ...{ code: 'http', name: '', medium: 'sms', about: '', fields: [] },
      send: () => new Promise(() => undefined),
    };
    post.tools = { ...PLAIN_TOOLS, channelOf: () => deaf };
    post.gateway(gateway);
    const message = write();
    // A timer that keeps the process alive: a promise alone does not.
    const alive = setInterval(() => undefined, 50);
    await post.round(100);
    clearInterval(alive);
    assert.equal(post.status(message), 'uncertain');
    assert.match(post.message(message).note, /没有按时答复/);
  });

  it('a channel that throws: the gateway may have the message', async () => {
    const broken: Channel = {
      ...{ code: 'http', name: '', medium: 'sms', about: '', fields: [] },
      send: () => {
        throw new Error('unexpected');
      },
    };
    post.tools = { ...PLAIN_TOOLS, channelOf: () => broken };
    post.gateway(gateway);
    const message = write();
    await post.round();
    assert.deepEqual([post.status(message), post.message(message).was_uncertain], ['uncertain', 1]);
  });

  it('refused (HTTP 400): another gateway takes it at once, and without one it is given up', async (t) => {
    const other = await new FakeGateway().start();
    t.after(() => other.stop());
    gateway.manner = () => 'unknown number';
    post.gateway(gateway);
    const alone = write();
    await post.round();
    assert.deepEqual([post.status(alone), post.message(alone).attempts], ['dead', 1]);
    assert.match(post.message(alone).note, /HTTP 400/);
    const second = post.gateway(other);
    const helped = write();
    await post.round();
    await post.round();
    assert.deepEqual([post.status(helped), post.message(helped).gateway_id], ['sent', second]);
    assert.deepEqual(post.results(helped), ['refused', 'taken']);
  });

  it('an error of the gateway (HTTP 500): tried ten times over more than a day, then given up', async () => {
    post.gateway(gateway);
    gateway.manner = () => 'error';
    const message = write();
    const began = post.now;
    await post.round();
    assert.deepEqual([post.status(message), post.message(message).not_before], ['queued', began + MINUTE]);
    await post.pass(DAY, 30 * MINUTE);
    assert.equal(post.status(message), 'queued');
    await post.pass(2 * DAY, 30 * MINUTE);
    const row = post.message(message);
    assert.deepEqual([row.status, row.attempts, post.results(message).length], ['dead', 10, 10]);
    assert.match(row.note, /已尝试 10 次/);
    assert.equal(gateway.arrivals.length, 0);
  });

  it('one that failed nine times is sent by the tenth try', async () => {
    post.gateway(gateway);
    let tries = 0;
    gateway.manner = () => (++tries < 10 ? 'error' : 'ok');
    const message = write();
    await post.round();
    await post.pass(2 * DAY, 30 * MINUTE);
    assert.deepEqual([post.status(message), post.message(message).attempts], ['sent', 10]);
  });

  it('given up after uncertain tries: the outbox says that it may have arrived', async () => {
    post.gateway(gateway);
    gateway.manner = () => 'drop';
    const message = write();
    await post.round();
    await post.pass(3 * DAY, HOUR);
    assert.equal(post.status(message), 'dead');
    assert.match(post.message(message).note, /对方可能已收到/);
  });

  it('out of reach for a day: no try is counted, and everything goes out when it is back', async () => {
    const id = post.gateway(gateway);
    const messages = Array.from({ length: 30 }, () => write());
    await gateway.stop();
    await post.round();
    const began = post.now;
    assert.deepEqual(
      [post.gatewayRow(id).down_since, post.gatewayRow(id).down_until],
      [began, began + MINUTE],
    );
    await post.pass(DAY, MINUTE);
    assert.deepEqual(post.states(), { queued: 30 });
    assert.ok(messages.every((each) => post.message(each).attempts === 0));
    assert.equal(post.gatewayRow(id).down_since, began);
    const tried = Number(prepared(post.db, 'SELECT count(*) FROM message_tries').pluck().get());
    assert.ok(tried > 90 && tried < 120, `${tried} tries, about one in a quarter of an hour`);
    await gateway.start();
    await post.pass(20 * MINUTE, MINUTE);
    assert.deepEqual(post.states(), { sent: 30 });
    assert.deepEqual([post.gatewayRow(id).down_since, post.gatewayRow(id).fault], [null, '']);
    assert.ok([...gateway.counts().values()].every((count) => count === 1));
  });

  it('out of reach for more than three days: what has waited so long is given up, what is newer waits on', async () => {
    post.gateway(gateway);
    const old = write();
    await gateway.stop();
    await post.round();
    await post.pass(3 * DAY - HOUR, HOUR);
    assert.equal(post.status(old), 'queued');
    const fresh = write();
    await post.pass(2 * HOUR, 10 * MINUTE);
    assert.deepEqual([post.status(old), post.status(fresh)], ['dead', 'queued']);
    assert.match(post.message(old).note, /三天/);
    await gateway.start();
  });

  it('another gateway that fits takes over while one is out of reach', async (t) => {
    const other = await new FakeGateway().start();
    t.after(() => other.stop());
    post.gateway(gateway);
    const second = post.gateway(other);
    await gateway.stop();
    const messages = [write(), write(), write()];
    await post.round();
    await post.round();
    assert.deepEqual(
      messages.map((each) => post.message(each).gateway_id),
      [second, second, second],
    );
    assert.deepEqual(post.states(), { sent: 3 });
    await gateway.start();
  });

  it('nothing but silence: after five messages the gateway is left alone, and the others do not wait for it', async () => {
    post.gateway(gateway);
    gateway.manner = () => 'drop';
    for (let count = 0; count < 8; count++) write();
    await post.round();
    assert.deepEqual(post.states(), { uncertain: 5, queued: 3 });
    assert.equal(gateway.arrivals.length, 5);
  });

  it('an uncertain message stays with the gateway that may know its id, three times', async (t) => {
    const other = await new FakeGateway().start();
    t.after(() => other.stop());
    const first = post.gateway(gateway);
    const second = post.gateway(other);
    gateway.manner = () => 'drop';
    const message = write();
    await post.round();
    await post.pass(MINUTE, MINUTE);
    await post.pass(5 * MINUTE, MINUTE);
    assert.deepEqual(post.results(message), ['unsure', 'unsure', 'unsure']);
    assert.equal(post.message(message).gateway_id, first);
    await post.pass(15 * MINUTE, MINUTE);
    assert.deepEqual([post.status(message), post.message(message).gateway_id], ['sent', second]);
  });

  it('one poison row among a thousand: all others are sent, and it ends by itself', async () => {
    post.gateway(gateway);
    const ids = Array.from({ length: 1000 }, (_, index) => write({ recipient: `contact:${index}` }));
    const [garbled = 0, hated = 0, cursed = 0] = [ids[3], ids[400], ids[700]];
    run(post.db, q.updateTable('messages').set({ facts: '{garbled' }).where('id', '=', garbled));
    const hatedUid = post.message(hated).uid;
    gateway.manner = ({ uid }) => (uid === hatedUid ? 'drop' : 'ok');
    post.tools = {
      ...PLAIN_TOOLS,
      noLongerTrue: (_db, { id }) => {
        if (id === cursed) throw new TypeError('unexpected');
        return null;
      },
    };
    await post.pass(2 * MINUTE, MINUTE);
    assert.equal(post.states().sent, 997);
    assert.deepEqual(
      [post.status(garbled), post.status(cursed), post.status(hated)],
      ['queued', 'queued', 'uncertain'],
    );
    await post.pass(2 * DAY, HOUR);
    assert.deepEqual(
      [garbled, cursed, hated].map((id) => post.status(id)),
      ['dead', 'dead', 'dead'],
    );
    assert.match(post.message(garbled).note, /处理这条消息时出错/);
    assert.equal(post.states().sent, 997);
  });

  it('a message for which the gateway seems out of reach, while it takes all others, is blamed itself', async () => {
    const id = post.gateway(gateway);
    const poison = write();
    const { uid } = post.message(poison);
    gateway.manner = (arrival) => (arrival.uid === uid ? 'no access' : 'ok');
    for (let round = 0; round < 3 * 24 * 6; round++) {
      write({ recipient: `contact:${round}` });
      await post.pass(10 * MINUTE, 10 * MINUTE);
    }
    assert.equal(post.status(poison), 'dead');
    assert.equal(post.states().sent, 3 * 24 * 6);
    assert.equal(post.gatewayRow(id).down_since, null);
  });

  for (const poisons of [1, 3])
    it(`urgent messages (${poisons}) for which the gateway seems out of reach do not keep it closed to the others`, async () => {
      post.gateway(gateway);
      const poison = Array.from({ length: poisons }, () => write());
      const uids = poison.map((each) => post.message(each).uid);
      gateway.manner = ({ uid }) => (uids.includes(uid) ? 'no access' : 'ok');
      const others = Array.from({ length: 20 }, (_, n) => post.write({ recipient: `contact:${n}` }));
      await post.pass(2 * HOUR, MINUTE);
      assert.ok(others.every((each) => post.status(each) === 'sent'));
    });

  it('ten people in a row refused: it is the gateway, and everything goes out when it takes messages again', async () => {
    const id = post.gateway(gateway);
    gateway.manner = () => 'unknown number';
    Array.from({ length: 30 }, (_, n) => write({ recipient: `contact:${n}` }));
    await post.round();
    assert.deepEqual(post.states(), { queued: 30 });
    assert.match(post.gatewayRow(id).fault, /连续 10 条都被拒收/);
    await post.pass(5 * HOUR, 5 * MINUTE);
    assert.deepEqual(post.states(), { queued: 30 });
    const tried = Number(prepared(post.db, 'SELECT count(*) FROM message_tries').pluck().get());
    assert.ok(tried > 20 && tried < 40, `${tried} tries, about one in a quarter of an hour`);
    gateway.manner = () => 'ok';
    await post.pass(20 * MINUTE, MINUTE);
    assert.deepEqual(post.states(), { sent: 30 });
    assert.equal(post.gatewayRow(id).down_since, null);
  });

  it('nine in a row, or ten to one person: the messages are refused, not the gateway', async () => {
    const id = post.gateway(gateway);
    gateway.manner = () => 'unknown number';
    for (let n = 0; n < 9; n++) write({ recipient: `contact:${n}` });
    await post.round();
    for (let n = 0; n < 10; n++) write({ recipient: 'contact:8' });
    await post.round();
    assert.deepEqual([post.states(), post.gatewayRow(id).down_since], [{ dead: 19 }, null]);
  });

  it('ten wrong numbers in a row: once the gateway has taken another message they are given up', async () => {
    const id = post.gateway(gateway);
    gateway.manner = ({ text }) => (text === '空号' ? 'unknown number' : 'ok');
    for (let n = 0; n < 12; n++) write({ recipient: `contact:${n}`, text: '空号' });
    for (let n = 0; n < 3; n++) write({ recipient: `contact:good${n}` });
    await post.pass(3 * HOUR, MINUTE);
    assert.deepEqual(post.states(), { dead: 12, sent: 3 });
    assert.equal(post.gatewayRow(id).down_since, null);
  });

  it('a gateway whose settings cannot be read is out of service, and no other', async (t) => {
    const other = await new FakeGateway().start();
    t.after(() => other.stop());
    const broken = post.gateway(null, { settings: '{garbled' });
    const unknown = post.gateway(null, { channel: 'pigeon' });
    const locked = post.gateway(gateway);
    const good = post.gateway(other);
    post.tools = {
      ...PLAIN_TOOLS,
      settingsOf: (db, row) => (row.id === locked ? null : PLAIN_TOOLS.settingsOf(db, row)),
    };
    const message = write();
    await post.round();
    assert.deepEqual([post.status(message), post.message(message).gateway_id], ['sent', good]);
    for (const id of [broken, unknown, locked]) {
      assert.notEqual(post.gatewayRow(id).down_since, null);
      assert.match(post.gatewayRow(id).fault, /无法读取|不支持/);
    }
  });

  it('the server stopped while it was sending: uncertain at once when it begins again', async () => {
    const later = new Post();
    later.gateway(gateway);
    const message = later.write({ urgent: true });
    const sending = { status: 'sending', not_before: later.now + LEASE, attempts: 1 } as const;
    run(later.db, q.updateTable('messages').set(sending).where('id', '=', message));
    run(later.db, q.insertInto('message_tries').values({ message_id: message, at: later.now }));
    await later.round();
    const row = later.message(message);
    assert.deepEqual([row.status, row.was_uncertain, later.results(message)], ['uncertain', 1, ['unsure']]);
    await later.pass(MINUTE, MINUTE);
    assert.equal(later.status(message), 'sent');
  });

  it('the server stopped while a gateway was tested: the test is not sent again by itself', async () => {
    const later = new Post();
    later.gateway(gateway);
    const message = later.write({ rule: 'test', urgent: true });
    const sending = { status: 'sending', not_before: later.now + LEASE, attempts: 1 } as const;
    run(later.db, q.updateTable('messages').set(sending).where('id', '=', message));
    await later.round();
    await later.pass(HOUR, MINUTE);
    assert.deepEqual([later.status(message), gateway.arrivals.length], ['cancelled', 0]);
    assert.match(later.message(message).note, /不确定是否已送出/);
  });

  it('a mark that could not be written: uncertain when the lease has run out, not before', async () => {
    post.gateway(gateway);
    await post.round();
    const message = write();
    const sending = { status: 'sending', not_before: post.now + LEASE, attempts: 1 } as const;
    run(post.db, q.updateTable('messages').set(sending).where('id', '=', message));
    post.now += LEASE - 1;
    await post.round();
    assert.equal(post.status(message), 'sending');
    post.now += 1;
    await post.round();
    assert.deepEqual([post.status(message), gateway.arrivals.length], ['uncertain', 0]);
  });

  it('the file is busy when the gateway has answered: the answer is written down before the next message goes', async (t) => {
    const other = connect(post.path);
    t.after(() => other.close());
    const sent: string[] = [];
    const channel: Channel = {
      ...{ code: 'http', name: '', medium: 'sms', about: '', fields: [] },
      send: async (_settings, { uid }) => {
        sent.push(uid);
        if (sent.length === 1) {
          other.exec('BEGIN IMMEDIATE');
          post.db.pragma('busy_timeout = 0');
          setTimeout(() => other.exec('COMMIT'), 100);
        }
        return { result: 'taken', ref: null };
      },
    };
    post.tools = { ...PLAIN_TOOLS, channelOf: () => channel };
    post.gateway(gateway);
    const messages = [write(), write()];
    await post.round();
    post.db.pragma('busy_timeout = 5000');
    await post.pass(HOUR, 10 * MINUTE);
    assert.deepEqual(
      sent,
      messages.map((each) => post.message(each).uid),
    );
    assert.deepEqual(post.states(), { sent: 2 });
  });

  it('everything is reckoned anew for more than a minute when the gateway has answered: the answer is kept', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    syncBuiltinESMExports();
    t.after(() => {
      t.mock.timers.reset();
      syncBuiltinESMExports();
    });
    let openGate: () => void = () => undefined;
    const channel: Channel = {
      ...{ code: 'http', name: '', medium: 'sms', about: '', fields: [] },
      send: async () => {
        openGate = await closeGate(post.db);
        return { result: 'taken', ref: null };
      },
    };
    post.tools = { ...PLAIN_TOOLS, channelOf: () => channel };
    post.gateway(gateway);
    const message = write();
    const round = post.round();
    while (!isGateClosed(post.db)) await setImmediate();
    for (let turn = 0; turn < 5; turn++) await setImmediate();
    t.mock.timers.tick(10 * MINUTE);
    for (let turn = 0; turn < 5; turn++) await setImmediate();
    openGate();
    await round;
    assert.deepEqual([post.status(message), post.results(message)], ['sent', ['taken']]);
  });

  it('the clock leaps while a message is on its way: it is not taken for lost', async () => {
    post.gateway(gateway);
    const message = write();
    let answer: (manner: 'ok') => void = () => undefined;
    gateway.manner = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const slow = post.round();
    while (post.states().sending !== 1) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 30));
    post.now += DAY;
    const later = post.round();
    answer('ok');
    await Promise.all([slow, later]);
    assert.deepEqual([post.status(message), post.message(message).was_uncertain], ['sent', 0]);
    assert.equal(gateway.arrivals.length, 1);
  });

  it('the clock is set back two hours: what was due stays due, and a pause of a gateway grows no longer', async () => {
    const id = post.gateway(gateway);
    // The test before may have ended at a later time.
    await post.round();
    await gateway.stop();
    const message = write();
    const later = write({ recipient: 'contact:later', notBefore: post.now + HOUR });
    await post.round();
    await gateway.start();
    assert.deepEqual([post.status(message), post.gatewayRow(id).down_since], ['queued', post.now]);
    post.now -= 2 * HOUR;
    await post.round();
    assert.deepEqual([post.status(message), post.status(later)], ['sent', 'queued']);
    await post.pass(3 * HOUR, 30 * MINUTE);
    assert.equal(post.status(later), 'sent');
    assert.ok([...gateway.counts().values()].every((count) => count === 1));
  });

  for (const restarted of [false, true])
    it(`the clock was a fortnight ahead${restarted ? ', and the server began anew' : ''}: what was tried then waits no longer than else`, async () => {
      const ahead = new Post();
      ahead.now += 14 * DAY;
      const failing = ahead.gateway(gateway);
      gateway.manner = () => 'error';
      const message = ahead.write({ urgent: true });
      await ahead.round();
      const away = ahead.write({ urgent: true, recipient: 'contact:away' });
      gateway.manner = () => 'no access';
      await ahead.pass(5000, 5000);
      assert.deepEqual(ahead.results(away), ['down']);
      gateway.manner = () => 'ok';
      ahead.setGateway(failing, { down_since: null, down_until: null });
      ahead.now = ahead.start;
      const site = { db: restarted ? connect(ahead.path) : ahead.db, now: () => ahead.now };
      await deliver(site, PLAIN_TOOLS);
      ahead.now += MINUTE;
      await deliver(site, PLAIN_TOOLS);
      if (restarted) site.db.close();
      assert.deepEqual([ahead.status(message), ahead.status(away)], ['sent', 'sent']);
    });

  it('the clock is set forward a day: what waits goes out once', async () => {
    post.gateway(gateway);
    const message = write({ notBefore: post.now + HOUR });
    await post.round();
    post.now += DAY;
    await post.round();
    await post.round();
    assert.deepEqual([post.status(message), gateway.arrivals.length], ['sent', 1]);
  });
});
