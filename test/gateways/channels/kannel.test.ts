// In a process of its own: it starts Kannel.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Outgoing, Settings } from '../../../src/gateways/channels/channel.ts';
import { kannel } from '../../../src/gateways/channels/kannel.ts';
import type { MessageRow } from '../../../src/outbox/message.ts';
import { type Cast, newCast } from '../../support/cast.ts';
import { type Kannel, noKannel, startKannel } from '../../support/kannel.ts';
import { type Listener, listen } from '../../support/listen.ts';
import { type Smsc, startSmsc } from '../../support/smsc.ts';
import { until } from '../../support/until.ts';
import { newWorld, type TestWorld } from '../../support/world.ts';
import { inboundRows, messageRow, newGateway, sentMessage } from './brought.ts';
import { callback, outgoing, soon } from './samples.ts';

describe('Kannel between the hotline and a carrier’s SMPP', { skip: noKannel() }, () => {
  let smsc: Smsc;
  let box: Kannel;
  let world: TestWorld;
  let cast: Cast;
  let hotline: Listener;
  let message: MessageRow;
  let gateway: ReturnType<typeof newGateway>;

  before(async () => {
    world = newWorld();
    const { db, now } = world.world;
    cast = newCast(db, now());
    hotline = await listen(async ({ url }, response) => {
      const answer = await world.app.request(url.pathname + url.search);
      response.writeHead(answer.status).end(await answer.text());
    });
    smsc = await startSmsc();
    // The address that the gateway page shows, with Kannel's own escapes.
    gateway = newGateway(db, cast, now(), 'kannel', {});
    const inbound = `${hotline.origin}/gateways/${gateway.id}/inbound/${gateway.settings.token}`;
    box = await startKannel(smsc.port, `${inbound}?from=%p&text=%b&coding=%c&id=%I&at=%T`);
    const account = { username: 'hotline', password: 'secret' };
    const settings = { ...gateway.settings, url: box.url, ...account, callback_origin: hotline.origin };
    gateway = { ...gateway, settings };
    message = sentMessage(db, cast, now(), gateway.id, null);
  });
  after(async () => {
    await box.close();
    smsc.close();
    hotline.close();
    world.close();
  });

  const send = (changes: Partial<Outgoing> = {}, settings: Settings = {}, signal = soon()) =>
    kannel.send({ ...gateway.settings, ...settings }, outgoing(changes), signal);
  const status = ({ id }: MessageRow) => messageRow(world.world.db, id).status;
  const taken = async (count: number) => {
    await until(() => smsc.taken.length === count, `the carrier did not get ${count} messages`);
    return smsc.taken[count - 1] ?? assert.fail();
  };

  test('a Chinese text reaches the carrier as it was written', async () => {
    const text = '【热线】工单 20261123-0001 请签收 & 办理 +1 100%';
    assert.deepEqual(await send({ uid: message.uid, text }), { result: 'taken', ref: null });
    const { to, text: arrived } = await taken(1);
    assert.deepEqual({ to, arrived }, { to: '13800138000', arrived: text });
  });

  test('the carrier’s report comes back through the webhook: the message is delivered', async () => {
    assert.equal(status(message), 'sent');
    smsc.report(await taken(1), 'DELIVRD');
    await until(() => status(message) === 'delivered', 'no report');
  });

  test('a report that it did not arrive says so in the carrier’s own words', async () => {
    const { db, now } = world.world;
    const other = sentMessage(db, cast, now(), gateway.id, null);
    await send({ uid: other.uid });
    smsc.report(await taken(2), 'UNDELIV');
    await until(() => status(other) !== 'sent', 'no report');
    const why = db.prepare('SELECT why FROM message_tries WHERE message_id = ?').pluck().get(other.id);
    assert.match(String(why), /未送达.*stat:UNDELIV/);
  });

  test('a long text goes in parts that make it up again', async () => {
    const text = '长'.repeat(150);
    await send({ uid: 'uid-3', text });
    await taken(5);
    const parts = smsc.taken.slice(2).map((part) => part.text);
    assert.equal(parts.join(''), text);
  });

  test('what a citizen answers is taken in Chinese, with a new line in it, and is not answered by the gateway', async () => {
    const { db } = world.world;
    smsc.bring('13900139000', '水管 漏水\n谢谢');
    await until(() => inboundRows(db).length === 1, 'nothing came in');
    const [row] = inboundRows(db);
    assert.equal(row?.text, '水管 漏水\n谢谢');
    assert.match(row?.gateway_ref ?? '', /^[\da-f-]{36}$/);
    smsc.bring('13900139000', 'TD');
    await until(() => inboundRows(db).length === 2, 'nothing more came in');
    assert.equal(inboundRows(db)[1]?.outcome, 'unsubscribed');
    assert.equal(smsc.taken.length, 5);
  });

  test('a wrong password stops the gateway, not the message', async () => {
    const outcome = await send({}, { password: 'wrong' });
    assert.deepEqual(outcome, { result: 'down', why: '网关答复 HTTP 403：Authorization failed for sendsms' });
  });

  test('a number that is none is refused', async () => {
    assert.equal((await send({ to: 'abc' })).result, 'refused');
  });

  test('bearerbox gone: nothing is taken for sent; smsbox gone: the gateway is down', async () => {
    await box.stopBearerbox();
    const { result } = await send({}, {}, AbortSignal.timeout(2_000));
    assert.ok(['unsure', 'later', 'down'].includes(result), result);
    await box.stopSmsbox();
    const why = '网关拒绝连接，可能没有启动，或端口不对。';
    assert.deepEqual(await send(), { result: 'down', why });
  });
});

describe('Kannel’s reports', () => {
  const read = (values: Record<string, string>) => kannel.reports?.({}, callback({ values }));

  test('the final ones count: delivered, failed, expired, refused by the carrier', () => {
    for (const [status, delivered] of [
      ['1', true],
      ['2', false],
      ['16', false],
      ['34', false],
    ] as const) {
      assert.equal(read({ uid: 'u', status })?.[0]?.delivered, delivered, status);
    }
  });

  test('one that is on its way is understood and changes nothing', () => {
    assert.deepEqual(read({ uid: 'u', status: '8' }), []);
    assert.deepEqual(read({ uid: 'u', status: '4' }), []);
  });

  test('what is no report is none', () => {
    assert.equal(read({ uid: 'u', status: '%d' }), null);
    assert.equal(read({ status: '1' }), null);
  });

  test('without an address to report to none is asked for', async () => {
    const server = await listen((_heard, response) =>
      response.writeHead(202).end('0: Accepted for delivery'),
    );
    after(server.close);
    const settings = { url: `${server.origin}/cgi-bin/sendsms`, username: 'u', password: 'p' };
    assert.equal((await kannel.send(settings, outgoing(), soon())).result, 'taken');
    const names = [...(server.heard[0]?.url.searchParams.keys() ?? [])];
    assert.deepEqual(names, ['username', 'password', 'to', 'charset', 'coding', 'text']);
  });

  test('a carrier that has no way to the number refuses it', async () => {
    const server = await listen((_heard, response) =>
      response.writeHead(403).end('Not routable. Do not try again.'),
    );
    after(server.close);
    const outcome = await kannel.send({ url: server.origin }, outgoing(), soon());
    assert.equal(outcome.result, 'refused');
  });
});
