import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalQuery, sha256, signAliyun } from '../../../src/gateways/channels/aliyun-signature.ts';
import { signTencent } from '../../../src/gateways/channels/tencent-signature.ts';

/* The vendors' own worked examples, with the results they print. */

test('Alibaba Cloud: the signature is the one printed in its description of ACS3-HMAC-SHA256', () => {
  // https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature, "固定参数示例".
  const authorization = signAliyun(
    {
      method: 'POST',
      query: { RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd' },
      headers: {
        host: 'ecs.cn-shanghai.aliyuncs.com',
        'x-acs-action': 'RunInstances',
        'x-acs-content-sha256': sha256(''),
        'x-acs-date': '2023-10-26T10:22:32Z',
        'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
        'x-acs-version': '2014-05-26',
      },
      body: '',
    },
    { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' },
  );
  assert.equal(
    authorization,
    'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  );
  assert.equal(sha256(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('Alibaba Cloud: what is signed is escaped by RFC 3986, a space as %20', () => {
  assert.equal(
    canonicalQuery({ b: "a b*c~d/'!()", a: '热线' }),
    'a=%E7%83%AD%E7%BA%BF&b=a%20b%2Ac~d%2F%27%21%28%29',
  );
});

test('Tencent Cloud: the signature is the one printed in its description of TC3-HMAC-SHA256', () => {
  // https://cloud.tencent.com/document/api/382/52072 and https://www.tencentcloud.com/document/product/382/38767
  // print for this request: payload 35e9c5b0…, canonical request 5ffe6a04…, signature 2230eefd… with the key as shown.
  const body = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}';
  const headers = { 'content-type': 'application/json; charset=utf-8', host: 'cvm.tencentcloudapi.com' };
  const signed = (secret: string) =>
    signTencent(
      { service: 'cvm', headers, body, timestamp: 1551113065 },
      { id: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secret },
    );
  assert.equal(
    signed('Gu5t9xGARNpq86cd98joQYCN3EXAMPLE'),
    'TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
  );
  assert.match(
    signed('Gu5t9xGARNpq86cd98joQYCN3*******'),
    /Signature=2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c$/,
  );
});

test('Tencent Cloud: a signature made before eight in the morning carries the day of UTC', () => {
  // 2019-02-26 00:44:25 in China.
  const authorization = signTencent(
    { service: 'sms', headers: {}, body: '', timestamp: 1551113065 },
    { id: 'a', secret: 'b' },
  );
  assert.match(authorization, /Credential=a\/2019-02-25\//);
});
