import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Callback, Settings } from '../../../src/notifications/channels/channel.ts';
import { readFields } from '../../../src/notifications/channels/charset.ts';
import { kannel } from '../../../src/notifications/channels/kannel.ts';
import { type Kannel, noKannel, startKannel } from '../../support/kannel.ts';
import { type Listener, listen } from '../../support/listen.ts';
import { type Smsc, startSmsc } from '../../support/smsc.ts';
import { until } from '../../support/until.ts';
import { callback, outgoing, soon } from './samples.ts';

const REPORT = '/gateways/1/report/tok-en';

describe('Kannel between the hotline and a carrier’s SMPP', { skip: noKannel() }, () => {
  let smsc: Smsc;
  let box: Kannel;
  let hotline: Listener;
  let settings: Settings;

  before(async () => {
    // What Kannel is answered it would send to the citizen: nothing, as the channel says.
    hotline = await listen((_heard, response) => response.end(kannel.thanks));
    smsc = await startSmsc();
    box = await startKannel(smsc.port, `${hotline.origin}/in?from=%p&text=%b&coding=%c&id=%I&at=%T`);
    const account = { username: 'hotline', password: 'secret' };
    settings = { url: box.url, ...account, callback_origin: hotline.origin, report_path: REPORT };
  });
  after(async () => {
    await box.close();
    smsc.close();
    hotline.close();
  });

  const called = (path: string): Callback[] =>
    hotline.heard
      .filter(({ url }) => url.pathname === path)
      .map(({ url: { search } }) => {
        const query = search.slice(1);
        return callback({ method: 'GET', query, values: readFields(query, 'utf-8') });
      });
  const taken = async (count: number) => {
    await until(() => smsc.taken.length === count, `the carrier did not get ${count} messages`);
    return smsc.taken[count - 1] ?? assert.fail();
  };

  test('a Chinese text reaches the carrier as it was written', async () => {
    const text = '【热线】工单 20261123-0001 请签收 & 办理 +1 100%';
    assert.deepEqual(await kannel.send(settings, outgoing({ text }), soon()), { result: 'taken', ref: null });
    const { to, text: arrived } = await taken(1);
    assert.deepEqual({ to, arrived }, { to: '13800138000', arrived: text });
  });

  test('the carrier’s reports come back under our id: arrived, and not', async () => {
    await kannel.send(settings, outgoing({ uid: 'uid-2' }), soon());
    const second = await taken(2);
    smsc.report(smsc.taken[0] ?? second, 'DELIVRD');
    await until(() => called(REPORT).length === 1, 'no report');
    smsc.report(second, 'UNDELIV');
    await until(() => called(REPORT).length === 2, 'no second report');
    const [first, other] = called(REPORT).map((one) => kannel.reports?.(settings, one)?.[0]);
    assert.deepEqual(first, { uid: outgoing().uid, delivered: true, why: '' });
    assert.equal(other?.uid, 'uid-2');
    assert.equal(other?.delivered, false);
    assert.match(other?.why ?? '', /^运营商回执：未送达 .*stat:UNDELIV/);
  });

  test('a long text goes in parts that make it up again', async () => {
    const text = '长'.repeat(150);
    await kannel.send(settings, outgoing({ uid: 'uid-3', text }), soon());
    await taken(5);
    assert.deepEqual(
      smsc.taken
        .slice(2)
        .map((part) => part.text)
        .join(''),
      text,
    );
  });

  test('what a citizen answers is read in Chinese, with a new line in it', async () => {
    smsc.bring('13900139000', '5 满意\n谢谢');
    await until(() => called('/in').length === 1, 'nothing came in');
    const [found] = called('/in').map((one) => kannel.inbound?.(settings, one, 0)?.[0]);
    assert.equal(found?.text, '5 满意\n谢谢');
    assert.match(found?.from ?? '', /13900139000$/);
    assert.match(found?.id ?? '', /^[\da-f-]{36}$/);
    assert.ok(Math.abs((found?.at ?? 0) - Date.now()) < 3_600_000);
    assert.equal(smsc.taken.length, 5, 'the citizen is not answered by the gateway');
  });

  test('a wrong password stops the gateway, not the message', async () => {
    const outcome = await kannel.send({ ...settings, password: 'wrong' }, outgoing(), soon());
    assert.deepEqual(outcome, { result: 'down', why: '网关答复 HTTP 403：Authorization failed for sendsms' });
  });

  test('a number that is none is refused', async () => {
    assert.equal((await kannel.send(settings, outgoing({ to: 'abc' }), soon())).result, 'refused');
  });

  test('bearerbox gone: nothing is taken for sent; smsbox gone: the gateway is down', async () => {
    await box.stopBearerbox();
    const outcome = await kannel.send(settings, outgoing(), AbortSignal.timeout(2_000));
    assert.ok(['unsure', 'later', 'down'].includes(outcome.result), outcome.result);
    await box.stopSmsbox();
    assert.deepEqual(await kannel.send(settings, outgoing(), soon()), {
      result: 'down',
      why: '网关拒绝连接，可能没有启动，或端口不对。',
    });
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
