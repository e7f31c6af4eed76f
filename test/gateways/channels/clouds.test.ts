import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { after, test } from 'node:test';
import { aliyun } from '../../../src/gateways/channels/aliyun.ts';
import type { Channel, Outcome, Settings } from '../../../src/gateways/channels/channel.ts';
import { tencent } from '../../../src/gateways/channels/tencent.ts';
import { at } from '../../calendar/samples.ts';
import { type Heard, listen } from '../../support/listen.ts';
import { callback, outgoing, soon } from './samples.ts';

/* Alibaba Cloud and Tencent Cloud: a local server plays their part and verifies the signature by itself. */

const TEMPLATES = 'sign_first=SMS_100001:no=工单号,due=时限\nreply_due=SMS_100002';
const ALIYUN: Settings = {
  ...{ key_id: 'LTAI-test', key_secret: 'test-secret', sign_name: '城市热线', token: 'token' },
  ...{ templates: TEMPLATES, value_length: '35' },
};
const TENCENT: Settings = {
  ...{ key_id: 'AKID-test', key_secret: 'test-secret', sign_name: '城市热线', token: 'token' },
  ...{ templates: 'sign_first=100001:工单号,时限', app_id: '1400006666', region: 'ap-guangzhou' },
};

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** A cloud that answers with what it is told next, if the signature is right. */
async function cloud(verify: (heard: Heard) => void) {
  const next = { status: 200, body: '' };
  const faults: unknown[] = [];
  const server = await listen((heard, response) => {
    try {
      verify(heard);
    } catch (error) {
      faults.push(error);
    }
    response.writeHead(next.status, { 'content-type': 'application/json' }).end(next.body);
  });
  after(server.close);
  return {
    ...server,
    send: async (
      channel: Channel,
      settings: Settings,
      body: string,
      status = 200,
      changes = {},
    ): Promise<Outcome> => {
      Object.assign(next, { body, status });
      const outcome = await channel.send({ ...settings, endpoint: server.origin }, outgoing(changes), soon());
      assert.deepEqual(faults, []);
      return outcome;
    },
  };
}

const alibaba = await cloud(({ method, url, headers, body }) => {
  assert.equal(method, 'POST');
  const [, id, names = '', signature] =
    /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=(\w+)$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  assert.equal(id, 'LTAI-test');
  const lines = names.split(';').map((name) => `${name}:${headers[name]}\n`);
  const canonical = ['POST', '/', url.search.slice(1), lines.join(''), names, sha256(body)].join('\n');
  assert.equal(signature, hmac('test-secret', `ACS3-HMAC-SHA256\n${sha256(canonical)}`).toString('hex'));
  for (const name of ['host', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-action']) {
    assert.ok(names.split(';').includes(name), name);
  }
});

const tencentCloud = await cloud(({ headers, body }) => {
  const [, scope = '', names = '', signature] =
    /^TC3-HMAC-SHA256 Credential=AKID-test\/([^,]+), SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  const lines = names.split(';').map((name) => `${name}:${String(headers[name]).toLowerCase()}\n`);
  const canonical = ['POST', '/', '', lines.join(''), names, sha256(body)].join('\n');
  const text = `TC3-HMAC-SHA256\n${headers['x-tc-timestamp']}\n${scope}\n${sha256(canonical)}`;
  const [day = '', service = ''] = scope.split('/');
  const key = hmac(hmac(hmac('TC3test-secret', day), service), 'tc3_request');
  assert.equal(signature, hmac(key, text).toString('hex'));
  assert.equal(headers['x-tc-version'], '2021-01-11');
});

const ACCEPTED = '{"Message":"OK","RequestId":"F655","Code":"OK","BizId":"9006197469364984^0"}';

test('Alibaba Cloud: a reminder is sent by its template, with the values under the names of the cloud', async () => {
  const outcome = await alibaba.send(aliyun, ALIYUN, ACCEPTED);
  assert.deepEqual(outcome, { result: 'taken', ref: '9006197469364984^0' });
  const sent = Object.fromEntries(alibaba.heard.at(-1)?.url.searchParams ?? []);
  assert.deepEqual(sent, {
    PhoneNumbers: '13800138000',
    SignName: '城市热线',
    TemplateCode: 'SMS_100001',
    TemplateParam: '{"no":"20261123-0001","due":"11月23日 11:30"}',
    OutId: outgoing().uid,
  });
  assert.equal(alibaba.heard.at(-1)?.headers['x-acs-date'], '2026-11-23T01:05:00Z');
});

test('Alibaba Cloud: no request carries the number of another one', async () => {
  await alibaba.send(aliyun, ALIYUN, ACCEPTED);
  const nonces = alibaba.heard.slice(-2).map(({ headers }) => headers['x-acs-signature-nonce']);
  assert.notEqual(nonces[0], nonces[1]);
});

test('a rule without a template is refused, and the note says which one is missing', async () => {
  const count = alibaba.heard.length;
  const outcome = await alibaba.send(aliyun, ALIYUN, '', 200, { template: { rule: 'digest', values: {} } });
  assert.deepEqual(outcome, {
    result: 'refused',
    why: '“模板对照”中没有规则“digest”的模板，请在短信网关设置中补上。',
  });
  assert.equal(alibaba.heard.length, count);
});

test('a template that needs what the reminder does not have is refused', async () => {
  const template = { rule: 'sign_first', values: { 工单号: '20261123-0001' } };
  const outcome = await alibaba.send(aliyun, ALIYUN, '', 200, { template });
  assert.equal(outcome.result, 'refused');
  assert.match('why' in outcome ? outcome.why : '', /模板需要“时限”/);
});

test('a value of 35 characters goes whole, one of 36 is cut', async () => {
  for (const [length, wanted] of [
    [35, '长'.repeat(35)],
    [36, `${'长'.repeat(34)}…`],
  ] as const) {
    const template = { rule: 'sign_first', values: { 工单号: '长'.repeat(length), 时限: '' } };
    await alibaba.send(aliyun, ALIYUN, ACCEPTED, 200, { template });
    const params = alibaba.heard.at(-1)?.url.searchParams.get('TemplateParam') ?? '';
    assert.equal(JSON.parse(params).no, wanted);
  }
});

for (const [code, result, status] of [
  ['isv.MOBILE_NUMBER_ILLEGAL', 'refused', 200],
  ['isv.SMS_TEMPLATE_ILLEGAL', 'refused', 200],
  ['isv.BLACK_KEY_CONTROL_LIMIT', 'refused', 200],
  ['isv.BUSINESS_LIMIT_CONTROL', 'later', 200],
  ['isp.SYSTEM_ERROR', 'later', 200],
  ['Throttling.User', 'later', 400],
  ['isv.AMOUNT_NOT_ENOUGH', 'down', 200],
  ['isv.SMS_SIGNATURE_ILLEGAL', 'down', 200],
  ['isv.OUT_OF_SERVICE', 'down', 200],
  ['SignatureDoesNotMatch', 'down', 400],
  ['InvalidAccessKeyId.NotFound', 'down', 404],
] as const) {
  test(`Alibaba Cloud: ${code} is ${result}`, async () => {
    const outcome = await alibaba.send(
      aliyun,
      ALIYUN,
      JSON.stringify({ Code: code, Message: '原因' }),
      status,
    );
    assert.deepEqual(outcome, { result, why: `阿里云：原因（${code}）` });
  });
}

test('an answer that is not understood leaves it open whether the message was taken', async () => {
  assert.equal((await alibaba.send(aliyun, ALIYUN, '<html>')).result, 'unsure');
  assert.equal((await tencentCloud.send(tencent, TENCENT, '{}')).result, 'unsure');
});

test('Alibaba Cloud: reports are read from its list, by our id and by its own', () => {
  // https://help.aliyun.com/zh/sms/developer-reference/smsreport-2
  const body = JSON.stringify([
    {
      ...{
        phone_number: '13811110000',
        send_time: '2017-01-01 00:00:00',
        report_time: '2017-01-01 00:00:00',
      },
      ...{ success: true, err_code: 'DELIVERED', err_msg: '用户接收成功', sms_size: '1' },
      ...{ biz_id: '12345^0', out_id: 'uid-1' },
    },
    {
      phone_number: '13811110000',
      success: false,
      err_code: 'MK:0012',
      err_msg: '空号 13811110000',
      biz_id: '6',
    },
  ]);
  assert.deepEqual(aliyun.reports?.(ALIYUN, callback({ body })), [
    { ref: '12345^0', uid: 'uid-1', delivered: true, why: '用户接收成功（DELIVERED）' },
    { ref: '6', delivered: false, why: '空号 138****（MK:0012）' },
  ]);
  assert.equal(aliyun.reports?.(ALIYUN, callback({ body: '[{"other":1}]' })), null);
});

test('Alibaba Cloud: what a citizen answers is read with its number and time', () => {
  const row = {
    phone_number: '13811110000',
    send_time: '2026-11-23 10:00:00',
    content: '5',
    sequence_id: 1234567890,
  };
  assert.deepEqual(aliyun.inbound?.(ALIYUN, callback({ body: JSON.stringify([row]) }), 0), [
    { id: '1234567890', from: '13811110000', text: '5', at: at('2026-11-23 10:00') },
  ]);
});

const SENT =
  '{"Response":{"SendStatusSet":[{"SerialNo":"2019:538884","PhoneNumber":"+8613800138000","Fee":1,"SessionContext":"","Code":"Ok","Message":"send success","IsoCode":"CN"}],"RequestId":"a0aa"}}';

test('Tencent Cloud: a reminder is sent by its template, the values in their order', async () => {
  assert.deepEqual(await tencentCloud.send(tencent, TENCENT, SENT), { result: 'taken', ref: '2019:538884' });
  const { body, headers } = tencentCloud.heard.at(-1) ?? assert.fail();
  assert.deepEqual(JSON.parse(String(body)), {
    PhoneNumberSet: ['+8613800138000'],
    SmsSdkAppId: '1400006666',
    SignName: '城市热线',
    TemplateId: '100001',
    TemplateParamSet: ['20261123-0001', '11月23日 11:30'],
    SessionContext: outgoing().uid,
  });
  assert.equal(headers['x-tc-timestamp'], String(at('2026-11-23 09:05') / 1000));
});

for (const [code, result] of [
  ['FailedOperation.PhoneNumberInBlacklist', 'refused'],
  ['InvalidParameterValue.IncorrectPhoneNumber', 'refused'],
  ['FailedOperation.TemplateIncorrectOrUnapproved', 'refused'],
  ['LimitExceeded.PhoneNumberDailyLimit', 'later'],
  ['RequestLimitExceeded', 'later'],
  ['InternalError.Timeout', 'unsure'],
  ['FailedOperation.InsufficientBalanceInSmsPackage', 'down'],
  ['AuthFailure.SignatureFailure', 'down'],
  ['FailedOperation.SignatureIncorrectOrUnapproved', 'down'],
] as const) {
  test(`Tencent Cloud: ${code} is ${result}, wherever it stands in the answer`, async () => {
    const fault = { Code: code, Message: '原因' };
    for (const Response of [{ Error: fault }, { SendStatusSet: [{ ...fault, SerialNo: '' }] }]) {
      const outcome = await tencentCloud.send(tencent, TENCENT, JSON.stringify({ Response }));
      assert.deepEqual(outcome, { result, why: `腾讯云：原因（${code}）` });
    }
  });
}

test('Tencent Cloud: reports and answers of citizens are read', () => {
  // https://cloud.tencent.com/document/product/382/52077 and https://www.tencentcloud.com/document/product/382/43548
  const report = { user_receive_time: '2015-10-17 08:03:04', nationcode: '86', mobile: '13800138000' };
  const body = JSON.stringify([
    { ...report, report_status: 'SUCCESS', errmsg: 'DELIVRD', description: '用户短信送达成功', sid: 'a' },
    { ...report, report_status: 'FAIL', errmsg: 'MK:0012', description: '空号', sid: 'b' },
  ]);
  assert.deepEqual(tencent.reports?.(TENCENT, callback({ body })), [
    { ref: 'a', delivered: true, why: '用户短信送达成功（DELIVRD）' },
    { ref: 'b', delivered: false, why: '空号（MK:0012）' },
  ]);
  const answer = {
    extend: '',
    mobile: '13800138000',
    nationcode: '86',
    sign: '热线',
    text: '满意',
    time: 1457336869,
  };
  const [found] = tencent.inbound?.(TENCENT, callback({ body: JSON.stringify(answer) }), 0) ?? [];
  assert.deepEqual({ ...found, id: '' }, { id: '', from: '13800138000', text: '满意', at: 1457336869000 });
});

test('Q-A7: the id made for an SMS without one is the same each time and does not give the number away', () => {
  const answer = { mobile: '13800138000', text: '5', time: 1457336869 };
  const idWith = (token: string) =>
    tencent.inbound?.({ ...TENCENT, token }, callback({ body: JSON.stringify(answer) }), 0)?.[0]?.id;
  assert.equal(idWith('one'), idWith('one'));
  assert.notEqual(idWith('one'), idWith('two'));
});

test('what cannot be right in the settings of a cloud is said at its field', () => {
  const check = (changes: Settings) =>
    aliyun.check?.({ ...ALIYUN, endpoint: 'https://a.example', ...changes });
  assert.deepEqual(check({}), {});
  assert.deepEqual(Object.keys(check({ templates: 'sign_first SMS_1' }) ?? {}), ['templates']);
  assert.deepEqual(Object.keys(check({ value_length: '0' }) ?? {}), ['value_length']);
  assert.deepEqual(Object.keys(check({ endpoint: 'dysmsapi.aliyuncs.com' }) ?? {}), ['endpoint']);
});
