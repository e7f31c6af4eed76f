import { randomUUID } from 'node:crypto';
import { readLocal } from '../../calendar/local-time.ts';
import { canonicalQuery, sha256, signAliyun } from './aliyun-signature.ts';
import type { Channel, Outcome, Outgoing, Report, Settings } from './channel.ts';
import { ask, outcomeOfStatus, quote } from './fetch-outcome.ts';
import { inboundId } from './inbound-id.ts';
import { readJson, rowsOf, textAt } from './json-path.ts';
import { fillTemplate, LENGTH_FIELD, TEMPLATE_FIELD, templateFaults } from './templates.ts';
import { originFault } from './web-address.ts';

const ENDPOINT = 'https://dysmsapi.aliyuncs.com';

/** Alibaba Cloud's own API: https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms */
export const aliyun: Channel = {
  code: 'aliyun',
  name: '阿里云短信',
  medium: 'sms',
  about:
    '须先在阿里云开通短信服务，签名和模板审核通过，并为 RAM 用户创建 AccessKey（只授予短信发送权限）。短信内容以平台审核的模板为准。',
  fields: [
    { name: 'key_id', label: 'AccessKey ID', required: true },
    { name: 'key_secret', label: 'AccessKey Secret', required: true, secret: true },
    { name: 'sign_name', label: '短信签名', help: '平台审核通过的签名，不带【】。', required: true },
    TEMPLATE_FIELD,
    { ...LENGTH_FIELD, initial: '35' },
    { name: 'endpoint', label: '服务地址', initial: ENDPOINT, required: true },
  ],
  check: (settings) => ({ ...templateFaults(settings), ...originFault('endpoint', settings.endpoint) }),
  send,
  reports: (_settings, callback) => {
    const rows = rowsOf(callback).filter((row) => textAt(row, 'biz_id') || textAt(row, 'out_id'));
    return rows.length === 0 ? null : rows.map(readReport);
  },
  inbound: (settings, callback) => {
    const rows = rowsOf(callback).filter((row) => textAt(row, 'phone_number') && textAt(row, 'content'));
    return rows.length === 0 ? null : rows.map((row) => readInbound(settings, row));
  },
  thanks: '{"code":0,"msg":"接收成功"}',
};

async function send(settings: Settings, message: Outgoing, signal: AbortSignal): Promise<Outcome> {
  const filled = fillTemplate(settings, message);
  if ('why' in filled) return { result: 'refused', why: filled.why };
  const query = {
    PhoneNumbers: message.to,
    SignName: settings.sign_name ?? '',
    TemplateCode: filled.code,
    TemplateParam: JSON.stringify(Object.fromEntries(filled.values.map(({ name, value }) => [name, value]))),
    OutId: message.uid,
  };
  const origin = settings.endpoint || ENDPOINT;
  const { host, ...headers } = headersFor(new URL(origin).host, message.now);
  const authorization = signAliyun(
    { method: 'POST', query, headers: { host, ...headers }, body: '' },
    { id: settings.key_id ?? '', secret: settings.key_secret ?? '' },
  );
  const request = { method: 'POST', headers: { ...headers, authorization } };
  const answer = await ask(`${new URL(origin).origin}/?${canonicalQuery(query)}`, request, signal);
  return 'result' in answer ? answer : outcomeOf(answer.status, Buffer.from(answer.body).toString());
}

function headersFor(host: string, now: number) {
  return {
    host,
    'x-acs-action': 'SendSms',
    'x-acs-version': '2017-05-25',
    'x-acs-date': `${new Date(now).toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-content-sha256': sha256(''),
  };
}

/** The message itself is at fault: another try changes nothing. */
const NEVER =
  /^isv\.(MOBILE_|TEMPLATE_|SMS_TEMPLATE|SMS_CONTENT|SMS_TEST|INVALID_|PARAM_|BLACK|PHONENUMBER|PHONE_NUMBER|CUSTOMER_REFUSED|NO_AVAILABLE_SHORT_URL)/;
/** Too fast, or a fault of theirs. */
const LATER =
  /^(isv\.BUSINESS_LIMIT|BUSINESS_LIMIT|isp\.(SYSTEM|GATEWAY)|Throttling|ServiceUnavailable|InternalError)/;

/** https://help.aliyun.com/zh/sms/developer-reference/api-error-codes; what is in neither list stops all sending. */
function outcomeOf(status: number, body: string): Outcome {
  const answer = readJson(body);
  const code = textAt(answer, 'Code');
  if (code === 'OK') return { result: 'taken', ref: textAt(answer, 'BizId') || null };
  if (code === '') {
    return outcomeOfStatus(status, body) ?? { result: 'unsure', why: '阿里云的答复读不懂，不确定是否收下。' };
  }
  const why = `阿里云：${quote(textAt(answer, 'Message'))}（${code}）`;
  if (NEVER.test(code)) return { result: 'refused', why };
  return { result: LATER.test(code) || status >= 500 ? 'later' : 'down', why };
}

function readReport(row: unknown): Report {
  const [ref, uid] = [textAt(row, 'biz_id'), textAt(row, 'out_id')];
  return {
    ...(ref && { ref }),
    ...(uid && { uid }),
    delivered: textAt(row, 'success') === 'true',
    why: quote(`${textAt(row, 'err_msg')}（${textAt(row, 'err_code')}）`),
  };
}

function readInbound(settings: Settings, row: unknown) {
  const [from, text, time] = [textAt(row, 'phone_number'), textAt(row, 'content'), textAt(row, 'send_time')];
  const id = textAt(row, 'sequence_id') || inboundId(settings, [from, text, time]);
  return { id, from, text, at: readLocal(time) ?? null };
}
