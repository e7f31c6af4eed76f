import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { q, run } from '../../src/db/query.ts';
import { callList } from '../../src/gateways/channels/call-list.ts';
import type { GatewayRow } from '../../src/gateways/rows.ts';
import { fitting, type Past, type Route, route, type Way } from '../../src/outbox/route-message.ts';
import { Life } from '../cases/life.ts';
import { FakeGateway, PLAIN_TOOLS } from '../support/gateway.ts';
import { HOUR, MINUTE, Post } from './post.ts';
import { standingGateway } from './standing-gateway.ts';

const DAY = 24 * HOUR;
const NOW = 1_000 * DAY;
const NEW: Past = { refusedBy: new Set(), mayHaveIt: null, unsure: 0 };

function way(id: number, given: Partial<GatewayRow> = {}, state: Partial<Way> = {}): Way {
  const gateway: GatewayRow = {
    ...{ id, channel: 'http', medium: 'sms', name: `网关${id}`, active: 1, position: id, audience: 'all' },
    ...{
      prefixes: '',
      settings: '{}',
      secrets: null,
      signature: '',
      per_minute: 60,
      per_day: null,
      price: 0,
    },
    ...{ down_since: null, down_until: null, fault: '', last_ok_at: null, created_at: 0 },
    ...given,
  };
  return { gateway, room: 60, spent: false, down: false, ...state };
}

const away = (id: number, since: number, given: Partial<GatewayRow> = {}) =>
  way(id, { down_since: NOW - since, ...given }, { down: true });

const SMS = { medium: 'sms', audience: 'handler', urgent: 0, created_at: NOW } as const;
const choose = (ways: readonly Way[], message: Partial<Parameters<typeof route>[0]> = {}, past = NEW) =>
  said(route({ ...SMS, ...message }, '13812345678', ways, past, NOW));
const said = (found: Route) => (typeof found === 'string' ? found : found.by.id);

describe('which gateway a message goes through', () => {
  it('the first in the order of the administrator', () => {
    assert.equal(choose([way(1, { position: 5 }), way(2, { position: 4 })]), 2);
  });

  it('the longest beginning of the number comes before the order, in any way of writing the list', () => {
    const ways = [way(1), way(2, { prefixes: '13,15' }), way(3, { prefixes: '137，138 ' })];
    assert.equal(choose(ways), 3);
    assert.deepEqual(
      fitting(ways, SMS, '15912345678').map(({ gateway }) => gateway.id),
      [2, 1],
    );
    assert.deepEqual(
      fitting(ways, SMS, '18812345678').map(({ gateway }) => gateway.id),
      [1],
    );
  });

  it('only one that writes to such people, by such a medium', () => {
    const ways = [
      way(1, { audience: 'citizens' }),
      way(2, { audience: 'staff' }),
      way(3, { medium: 'email' }),
    ];
    assert.equal(choose(ways), 2);
    assert.equal(choose(ways, { audience: 'citizen' }), 1);
    assert.equal(choose(ways, { medium: 'email' }), 3);
  });

  it('one that cannot be reached, or has sent enough for today, is passed over', () => {
    assert.equal(choose([away(1, MINUTE), way(2)]), 2);
    assert.equal(choose([way(1, {}, { spent: true }), way(2)]), 2);
    assert.equal(choose([away(1, MINUTE)]), 'wait');
  });

  it('one that is full for this minute is waited for', () => {
    assert.equal(choose([way(1, {}, { room: 0 }), way(2)]), 'wait');
  });

  it('one that has refused the message is not asked again; when all have, it is given up', () => {
    const past = { ...NEW, refusedBy: new Set([1]) };
    assert.equal(choose([way(1), way(2)], {}, past), 2);
    assert.equal(choose([way(1)], {}, past), 'refused');
  });

  it('one that may have it already comes first, until it has left it open three times', () => {
    const twice = { ...NEW, mayHaveIt: 2, unsure: 2 };
    assert.equal(choose([way(1), way(2)], {}, twice), 2);
    assert.equal(choose([way(1), way(2)], {}, { ...twice, unsure: 3 }), 1);
    assert.equal(choose([away(1, HOUR), way(2)], {}, { ...twice, unsure: 3 }), 2);
  });

  it('without any gateway staff are phoned; citizens and e-mails are not sent', () => {
    assert.equal(choose([]), 'phone');
    assert.equal(choose([way(1, { audience: 'citizens' })]), 'phone');
    assert.equal(choose([], { audience: 'citizen' }), 'nobody');
    assert.equal(choose([], { medium: 'email' }), 'nobody');
  });

  it('a call list takes what comes to it; citizens are never on it', () => {
    const list = way(2, { channel: 'call_list' });
    assert.equal(choose([list]), 'phone');
    assert.equal(choose([way(1), list]), 1);
    assert.equal(choose([list], { audience: 'citizen' }), 'nobody');
    assert.equal(choose([way(1), list], {}, { ...NEW, refusedBy: new Set([1]) }), 'phone');
  });

  it('a call list steps in when the gateway has been away for an hour; at once where it is urgent (Q-A5)', () => {
    const list = way(2, { channel: 'call_list' });
    assert.equal(choose([away(1, HOUR - 1), list]), 'wait');
    assert.equal(choose([away(1, HOUR), list]), 'phone');
    assert.equal(choose([away(1, 1), list], { urgent: 1 }), 'phone');
  });

  it('given up only where both the message and the outage are three days old', () => {
    const old = { created_at: NOW - 3 * DAY };
    assert.equal(choose([away(1, 3 * DAY)], old), 'given_up');
    assert.equal(choose([away(1, 3 * DAY - 1)], old), 'wait');
    assert.equal(choose([away(1, 3 * DAY)], { created_at: NOW - 3 * DAY + 1 }), 'wait');
    assert.equal(choose([away(1, 3 * DAY), away(2, HOUR)], old), 'wait');
  });
});

describe('X-F1: messages find their gateway', () => {
  const gateway = standingGateway();
  const post = new Post();

  beforeEach(() => {
    post.clear();
    gateway.arrivals.length = 0;
  });

  it('no SMS gateway: staff are on the call list with their number, citizens are told nothing and the outbox says so', async () => {
    const life = new Life(post.db, post.cast).take({ phone: '13812345678' });
    post.db.exec('DELETE FROM messages');
    const staff = post.write();
    const citizen = post.write({
      audience: 'citizen',
      recipient: 'citizen',
      address: '',
      caseId: life.caseId,
    });
    await post.round();
    assert.deepEqual([post.status(staff), post.status(citizen)], ['to_phone', 'cancelled']);
    assert.match(post.message(staff).address, /^139\d{8}$/);
    assert.match(post.message(citizen).note, /没有可用的短信网关/);
    assert.equal(post.message(citizen).address, '');
  });

  it('a call list set up as gateway sends nothing', async () => {
    post.gateway(null, { channel: 'call_list' });
    post.tools = { ...PLAIN_TOOLS, channelOf: (code) => (code === 'call_list' ? callList : undefined) };
    const message = post.write();
    await post.round();
    assert.deepEqual([post.status(message), post.results(message)], ['to_phone', []]);
  });

  it('an e-mail without any gateway for e-mail is cancelled with the reason', async () => {
    post.gateway(gateway);
    const message = post.write({ medium: 'email', address: 'a@example.org' });
    await post.round();
    assert.equal(post.status(message), 'cancelled');
    assert.match(post.message(message).note, /没有可用的邮件网关/);
  });

  it('an e-mail whose gateway is switched off for a while waits for it, three days at most', async () => {
    const mail = post.gateway(gateway, { medium: 'email' });
    post.setGateway(mail, { active: 0 });
    const message = post.write({ medium: 'email', address: 'a@example.org' });
    await post.round();
    await post.pass(3 * DAY - HOUR, HOUR);
    assert.equal(post.status(message), 'queued');
    await post.pass(HOUR, HOUR);
    assert.equal(post.status(message), 'dead');
    assert.match(post.message(message).note, /停用已超过三天/);
    const fresh = post.write({ medium: 'email', address: 'a@example.org' });
    await post.round();
    post.setGateway(mail, { active: 1 });
    await post.pass(5 * MINUTE, MINUTE);
    assert.equal(post.status(fresh), 'sent');
  });

  it('refused by one gateway while the other is switched off: the other has its turn when it is on again', async () => {
    gateway.manner = () => 'unknown number';
    post.gateway(gateway, { medium: 'email' });
    const second = post.gateway(gateway, { medium: 'email', active: 0 });
    const message = post.write({ medium: 'email', address: 'a@example.org' });
    await post.round();
    await post.round();
    assert.equal(post.status(message), 'queued');
    gateway.manner = () => 'ok';
    post.setGateway(second, { active: 1 });
    await post.pass(5 * MINUTE, MINUTE);
    assert.deepEqual([post.status(message), post.message(message).gateway_id], ['sent', second]);
  });

  it('an e-mail address that is none is not tried', async () => {
    post.gateway(gateway, { medium: 'email' });
    run(post.db, q.updateTable('users').set({ email: 'nobody' }).where('id', '=', post.cast.handler.id));
    const message = post.write({ medium: 'email' });
    await post.round();
    assert.match(post.message(message).note, /邮箱格式有误/);
  });

  it('numbers of one carrier go through its gateway, the others through the other', async (t) => {
    const other = await new FakeGateway().start();
    t.after(() => other.stop());
    post.gateway(gateway, { prefixes: '138,137' });
    post.gateway(other);
    post.write({ recipient: 'contact:1', address: '13700000001' });
    post.write({ recipient: 'contact:2', address: '18600000002' });
    await post.round();
    assert.deepEqual(
      [gateway, other].map(({ arrivals }) => arrivals.map(({ to }) => to)),
      [['13700000001'], ['18600000002']],
    );
  });

  it('a gateway that fails holds up only what goes through it', async (t) => {
    const other = await new FakeGateway().start();
    t.after(() => other.stop());
    gateway.manner = () => 'hang';
    post.gateway(gateway, { prefixes: '138' });
    post.gateway(other, { prefixes: '186' });
    post.write({ recipient: 'contact:0', address: '13800000000' });
    const quick = Array.from({ length: 20 }, (_, index) =>
      post.write({ recipient: `contact:${index + 1}`, address: `186000000${index + 10}` }),
    );
    const round = post.round(1500);
    while (quick.some((id) => post.status(id) !== 'sent')) await new Promise((go) => setTimeout(go, 5));
    assert.equal(post.states().sending, 1);
    await round;
    gateway.manner = () => 'ok';
  });
});
