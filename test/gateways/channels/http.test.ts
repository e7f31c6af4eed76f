import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import { after, test } from 'node:test';
import type { Outgoing, Settings } from '../../../src/gateways/channels/channel.ts';
import { decode } from '../../../src/gateways/channels/charset.ts';
import { http } from '../../../src/gateways/channels/http.ts';
import { requestFor } from '../../../src/gateways/channels/http-send.ts';
import { listen } from '../../support/listen.ts';
import { callback, outgoing, soon } from './samples.ts';

/* The gateway that is described by its settings. */

const next = { status: 200, body: '' as string | Uint8Array, how: 'answer' as 'answer' | 'drop' | 'hang' };
const server = await listen((_heard, response) => {
  if (next.how === 'drop') response.socket?.destroy();
  if (next.how === 'answer') response.writeHead(next.status).end(next.body);
});
after(server.close);

const FORM: Settings = {
  url: `${server.origin}/send`,
  body: 'acc={account}&pwd={password}&mobile={to}&content={text}&id={uid}',
  ...{ account: 'county', password: 'p&s=s', charset: 'utf-8', format: 'form', method: 'POST' },
};

async function send(settings: Settings, answer: Partial<typeof next> = {}, changes: Partial<Outgoing> = {}) {
  Object.assign(next, { status: 200, body: '', how: 'answer' }, answer);
  return http.send(settings, outgoing(changes), soon());
}

const last = () => server.heard.at(-1) ?? assert.fail('nothing was heard');
const MEAN = '“引号”\n换行 & = + % <x> \\ 【热线】';

test('a form carries every field as it is, whatever stands in it', async () => {
  assert.deepEqual(await send(FORM, {}, { text: MEAN }), { result: 'taken', ref: null });
  const { body, headers } = last();
  const fields = Object.fromEntries(new URLSearchParams(String(body)));
  const { uid } = outgoing();
  assert.deepEqual(fields, { acc: 'county', pwd: 'p&s=s', mobile: '13800138000', content: MEAN, id: uid });
  assert.equal(headers['content-type'], 'application/x-www-form-urlencoded; charset=utf-8');
});

test('JSON stays JSON, whatever stands in the text', async () => {
  const body = '{"phones":["{to}"],"msg":"{text}","extra":{}}';
  await send({ ...FORM, format: 'json', body }, {}, { text: `"${MEAN}"` });
  assert.deepEqual(JSON.parse(String(last().body)), { phones: ['13800138000'], msg: `"${MEAN}"`, extra: {} });
});

test('XML stays XML, whatever stands in the text', async () => {
  await send({ ...FORM, format: 'xml', body: '<to>{to}</to><t>{text}</t>' }, {}, { text: '<a & "b">' });
  assert.equal(String(last().body), '<to>13800138000</to><t>&#60;a &#38; &#34;b&#34;&#62;</t>');
});

test('a GET carries everything in the address', async () => {
  await send(
    { ...FORM, method: 'GET', body: '', url: `${server.origin}/s?m={to}&t={text}` },
    {},
    { text: MEAN },
  );
  assert.equal(last().method, 'GET');
  assert.equal(last().url.searchParams.get('t'), MEAN);
  assert.equal(last().body.length, 0);
});

test('GBK: Chinese text arrives in the gateway’s own character set, and its answer is read in it', async () => {
  const text = '【热线】工单请签收，龘';
  const answer = { body: Uint8Array.of(0xb3, 0xc9, 0xb9, 0xa6) };
  await send({ ...FORM, charset: 'gbk' }, {}, { text });
  const content = /content=([^&]*)/.exec(String(last().body))?.[1] ?? '';
  const bytes = Uint8Array.from(content.match(/%..|./g) ?? [], (one) =>
    one.length === 3 ? Number.parseInt(one.slice(1), 16) : one.charCodeAt(0),
  );
  assert.equal(decode(bytes, 'gbk'), text);
  const outcome = await send({ ...FORM, charset: 'gbk', success: '成功' }, answer);
  assert.equal(outcome.result, 'taken');
});

test('GBK: every character that it has goes there and back, others become a question mark', () => {
  const back = (text: string) => {
    const { init } = requestFor(
      { ...FORM, charset: 'gbk', format: 'xml', body: '{text}' },
      outgoing({ text }),
    );
    return decode(Buffer.from(init.body as ArrayBuffer), 'gbk');
  };
  const common =
    '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经';
  assert.equal(back(common), common);
  assert.equal(back('急😀事'), '急?事');
});

test('headers are sent with what belongs to the message; a password stands there as it is', async () => {
  await send({ ...FORM, headers: 'Authorization: Bearer {password}\nX-Id: {uid}' });
  assert.equal(last().headers.authorization, 'Bearer p&s=s');
  assert.equal(last().headers['x-id'], outgoing().uid);
});

test('what no header can hold is escaped in it', async () => {
  await send({ ...FORM, password: '密\n~ !', headers: 'X-Key: {password}' });
  assert.equal(last().headers['x-key'], '%E5%AF%86%0A~ !');
});

const PLAIN = 'county+20261123090500+secret';
const MD5 = createHash('md5').update(PLAIN).digest('hex');
for (const [how, signature] of [
  ['md5', MD5],
  ['md5-upper', MD5.toUpperCase()],
  ['sha256', createHash('sha256').update(PLAIN).digest('hex')],
  ['hmac-sha256', createHmac('sha256', 'secret').update(PLAIN).digest('hex')],
] as const) {
  test(`a signature by ${how} is made of what the gateway wants in it`, async () => {
    const signing = { sign_of: '{account}+{time}+{password}', sign_how: how };
    await send({ ...FORM, ...signing, password: 'secret', body: 's={sign}&m={to}' });
    assert.equal(new URLSearchParams(String(last().body)).get('s'), signature);
  });
}

const JUDGED: Settings = {
  ...FORM,
  success: 'code=0|00',
  refused: 'code=1001\n/黑名单|空号/',
  reference: 'data.msgid',
};

test('taken is what the gateway calls so, with the id that its reports will have', async () => {
  assert.deepEqual(await send(JUDGED, { body: '{"code":0,"data":{"msgid":"m-77"}}' }), {
    result: 'taken',
    ref: 'm-77',
  });
  assert.deepEqual(await send(JUDGED, { body: '{"code":"00"}' }), { result: 'taken', ref: null });
});

test('an id can also be found by an expression', async () => {
  const settings = { ...FORM, success: '/^0,/', reference: '/^0,(\\d+)/' };
  assert.deepEqual(await send(settings, { body: '0,20261123' }), { result: 'taken', ref: '20261123' });
  assert.equal((await send(settings, { body: '10,20261123' })).result, 'later');
});

test('what no other try can help is refused, and the note hides telephone numbers', async () => {
  assert.deepEqual(await send(JUDGED, { body: '{"code":1001}' }), {
    result: 'refused',
    why: '网关拒收：{"code":1001}',
  });
  assert.deepEqual(await send(JUDGED, { body: '13800138000 空号' }), {
    result: 'refused',
    why: '网关拒收：138**** 空号',
  });
  assert.deepEqual(await send(JUDGED, { body: '空号 +86 138-0013-8000' }), {
    result: 'refused',
    why: '网关拒收：空号 +86****',
  });
});

test('any other answer is tried again later', async () => {
  assert.deepEqual(await send(JUDGED, { body: '{"code":9}' }), {
    result: 'later',
    why: '网关没有收下：{"code":9}',
  });
});

for (const [status, result] of [
  [204, 'taken'],
  [302, 'down'],
  [400, 'refused'],
  [401, 'down'],
  [403, 'down'],
  [404, 'down'],
  [408, 'later'],
  [422, 'refused'],
  [429, 'later'],
  [500, 'later'],
  [503, 'later'],
  [504, 'unsure'],
] as const) {
  test(`HTTP ${status} is ${result}`, async () => {
    assert.equal((await send(FORM, { status, body: '' })).result, result);
  });
}

test('a gateway that is not running is down: nothing can have left the house', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const address = closed.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await new Promise((resolve) => closed.close(resolve));
  for (const origin of [`http://127.0.0.1:${port}`, `http://localhost:${port}`]) {
    const outcome = await send({ ...FORM, url: origin });
    assert.deepEqual(outcome, { result: 'down', why: '网关拒绝连接，可能没有启动，或端口不对。' });
  }
});

test('a name that does not exist, and an address that is none, are down', async () => {
  // Longer than a name can be: the answer does not depend on the network of the machine.
  const unknown = await send({ ...FORM, url: `http://${'a'.repeat(64)}.example/send` });
  assert.deepEqual(unknown, { result: 'down', why: '找不到网关的域名，请检查地址和服务器的网络。' });
  assert.equal((await send({ ...FORM, url: 'sms/send' })).result, 'down');
});

test('a server that speaks no TLS on an https address is down', async () => {
  const outcome = await send({ ...FORM, url: server.origin.replace('http', 'https') });
  assert.equal(outcome.result, 'down');
});

for (const [fault, changes] of [
  ['a header that the connection makes itself', { headers: 'Transfer-Encoding: chunked' }],
  ['a header that nobody can wait for', { headers: 'Expect: 100-continue' }],
  ['a port that is blocked', { url: 'http://127.0.0.1:6666/' }],
  ['an address with a password in it', { url: server.origin.replace('//', '//user:password@') }],
] as const) {
  test(`${fault} lets nothing out of the house: down, and no message is left open`, async () => {
    const why = '按现有设置无法发出请求，短信没有发出。请检查网关地址、端口和请求头。';
    assert.deepEqual(await send({ ...FORM, ...changes }), { result: 'down', why });
  });
}

test('a connection cut after the message was handed over leaves it open', async () => {
  assert.equal((await send(FORM, { how: 'drop' })).result, 'unsure');
});

test('a gateway that does not answer in time leaves it open', async () => {
  Object.assign(next, { how: 'hang' });
  const outcome = await http.send(FORM, outgoing(), AbortSignal.timeout(100));
  assert.equal(outcome.result, 'unsure');
});

const CALLED: Settings = {
  ...{
    report_list: 'data',
    report_ref: 'msgid',
    report_uid: 'sid',
    report_status: 'stat',
    report_why: 'desc',
  },
  ...{
    report_delivered: 'DELIVRD|0',
    inbound_from: 'mobile',
    inbound_text: 'content',
    inbound_id: 'moid',
    token: 't',
  },
};

test('reports are read by the names that the settings give, from JSON', () => {
  const body =
    '{"data":[{"msgid":7,"stat":"DELIVRD"},{"sid":"u","stat":"UNDELIV","desc":"关机"},{"stat":"x"}]}';
  assert.deepEqual(http.reports?.(CALLED, callback({ body })), [
    { ref: '7', delivered: true, why: 'DELIVRD' },
    { uid: 'u', delivered: false, why: 'UNDELIV 关机' },
  ]);
});

test('an id of more digits than a number holds is kept as it is written', async () => {
  const ids = ['1234567890123456781', '1234567890123456783'];
  const body = `{"data":[${ids.map((id) => `{"msgid":${id},"stat":0}`)}]}`;
  const found = http.reports?.(CALLED, callback({ body })) ?? [];
  assert.deepEqual(
    found.map(({ ref }) => ref),
    ids,
  );
  const taken = await send(JUDGED, { body: `{"code":0,"data":{"msgid":${ids[0]}}}` });
  assert.deepEqual(taken, { result: 'taken', ref: ids[0] });
});

test('reports are read from a form, and from JSON inside a form', () => {
  const plain = callback({ values: { msgid: '7', stat: '0' } });
  assert.deepEqual(http.reports?.(CALLED, plain), [{ ref: '7', delivered: true, why: '0' }]);
  const wrapped = callback({ values: { data: '[{"msgid":"8","stat":"1"}]' } });
  assert.deepEqual(http.reports?.(CALLED, wrapped), [{ ref: '8', delivered: false, why: '1' }]);
});

test('what is no report is not taken for one, nor where none is set up', () => {
  assert.equal(http.reports?.(CALLED, callback({ body: '{"data":[{"a":1}]}' })), null);
  assert.equal(http.reports?.(CALLED, callback({ body: '{not json' })), null);
  assert.equal(http.reports?.({}, callback({ values: { msgid: '7', stat: '0' } })), null);
});

test('SMS from citizens are read by the names that the settings give', () => {
  const values = { mobile: '13800138000', content: '5', moid: 'm1' };
  assert.deepEqual(http.inbound?.(CALLED, callback({ values }), 0), [
    { id: 'm1', from: '13800138000', text: '5', at: null },
  ]);
  assert.equal(http.inbound?.(CALLED, callback({ values: { mobile: '1' } }), 0), null);
});

test('a description that can work has no faults; each fault is said at its field', () => {
  const check = (changes: Settings) => Object.keys(http.check?.({ ...FORM, ...changes }) ?? {});
  assert.deepEqual(check({}), []);
  assert.deepEqual(check({ format: 'json', body: '{"to":"{to}","t":"{text}"}' }), []);
  assert.deepEqual(check({ format: 'json', body: '{"to":{text},"x":"{to}"}' }), ['body']);
  assert.deepEqual(check({ body: 'text={text}' }), ['body']);
  assert.deepEqual(check({ body: '' }), ['body']);
  assert.deepEqual(check({ url: 'ftp://a/{to}' }), ['url']);
  assert.deepEqual(check({ success: '/(/' }), ['success']);
  assert.deepEqual(check({ refused: 'code=1\n/[/' }), ['refused']);
  assert.deepEqual(check({ headers: 'Bearer abc' }), ['headers']);
  for (const name of ['Host', 'content-length', 'Transfer-Encoding', 'Expect', 'Connection', 'Upgrade'])
    assert.deepEqual(check({ headers: `X-Id: {uid}\n${name}: 1` }), ['headers'], name);
  assert.deepEqual(check({ url: 'https://user:pass@sms.example.com/' }), ['url']);
  assert.deepEqual(check({ url: 'http://sms.example.com:6667/' }), ['url']);
  assert.deepEqual(check({ url: 'http://sms.example.com:6670/' }), []);
});
