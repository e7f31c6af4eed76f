import type { Channel, Outcome, Outgoing, Settings } from './channel.ts';
import { ask, outcomeOfStatus, quote } from './fetch-outcome.ts';
import { inboundId } from './inbound-id.ts';
import { readJson, rowsOf, textAt } from './json-path.ts';
import { type Filled, fillTemplate, LENGTH_FIELD, TEMPLATE_FIELD, templateFaults } from './templates.ts';
import { signTencent } from './tencent-signature.ts';
import { originFault } from './web-address.ts';

const ENDPOINT = 'https://sms.tencentcloudapi.com';
const JSON_TYPE = 'application/json; charset=utf-8';

/** Tencent Cloud's own API: https://cloud.tencent.com/document/product/382/55981 */
export const tencent: Channel = {
  code: 'tencent',
  name: '腾讯云短信',
  medium: 'sms',
  about:
    '须先在腾讯云开通短信服务，创建应用，签名和正文模板审核通过，并创建访问密钥。短信内容以平台审核的模板为准。',
  fields: [
    { name: 'key_id', label: 'SecretId', required: true },
    { name: 'key_secret', label: 'SecretKey', required: true, secret: true },
    { name: 'app_id', label: '短信应用编号（SdkAppId）', required: true },
    { name: 'sign_name', label: '短信签名', help: '平台审核通过的签名，不带【】。', required: true },
    TEMPLATE_FIELD,
    LENGTH_FIELD,
    { name: 'region', label: '地域', initial: 'ap-guangzhou', required: true },
    { name: 'endpoint', label: '服务地址', initial: ENDPOINT, required: true },
  ],
  check: (settings) => ({ ...templateFaults(settings), ...originFault('endpoint', settings.endpoint) }),
  send,
  reports: (_settings, callback) => {
    const rows = rowsOf(callback).filter((row) => textAt(row, 'sid') && textAt(row, 'report_status'));
    return rows.length === 0 ? null : rows.map(readReport);
  },
  inbound: (settings, callback) => {
    const rows = rowsOf(callback).filter((row) => textAt(row, 'mobile') && textAt(row, 'text'));
    return rows.length === 0 ? null : rows.map((row) => readInbound(settings, row));
  },
  thanks: '{"result":0,"errmsg":"OK"}',
};

async function send(settings: Settings, message: Outgoing, signal: AbortSignal): Promise<Outcome> {
  const filled = fillTemplate(settings, message);
  if ('why' in filled) return { result: 'refused', why: filled.why };
  const origin = new URL(settings.endpoint || ENDPOINT);
  const body = JSON.stringify(payload(settings, message, filled));
  const timestamp = Math.floor(message.now / 1000);
  const signed = { 'content-type': JSON_TYPE, host: origin.host, 'x-tc-action': 'SendSms' };
  const authorization = signTencent(
    { service: 'sms', headers: signed, body, timestamp },
    { id: settings.key_id ?? '', secret: settings.key_secret ?? '' },
  );
  const headers = {
    'content-type': JSON_TYPE,
    authorization,
    'x-tc-action': 'SendSms',
    'x-tc-version': '2021-01-11',
    'x-tc-timestamp': String(timestamp),
    'x-tc-region': settings.region ?? '',
  };
  const answer = await ask(`${origin.origin}/`, { method: 'POST', headers, body }, signal);
  return 'result' in answer ? answer : outcomeOf(answer.status, Buffer.from(answer.body).toString());
}

function payload(settings: Settings, message: Outgoing, filled: Filled) {
  return {
    PhoneNumberSet: [`+86${message.to}`],
    SmsSdkAppId: settings.app_id,
    SignName: settings.sign_name,
    TemplateId: filled.code,
    TemplateParamSet: filled.values.map(({ value }) => value),
    SessionContext: message.uid,
  };
}

/** The message itself is at fault: another try changes nothing. */
const NEVER =
  /^(FailedOperation\.(ContainSensitiveWord|PhoneNumberInBlacklist|PhoneNumberParseFail|Template|MissingTemplate|ParametersOtherError|ForbidAddMarketing)|InvalidParameterValue\.(IncorrectPhoneNumber|ContentLengthLimit|TemplateParameter|TemplateIdNotExist|TemplateWithDangerous|ProhibitedUseUrl|InvalidStartTime)|UnsupportedOperation\.(Contain|ChineseMainlandTemplate|GlobalTemplate))/;
/** Too fast or too many for this number, or a fault of theirs. */
const LATER =
  /^(LimitExceeded\.(PhoneNumber|DeliveryFrequency)|RequestLimitExceeded|InternalError|FailedOperation\.FailResolvePacket|ResourceUnavailable)/;

/** https://cloud.tencent.com/document/product/382/52075; what is in neither list stops all sending. */
function outcomeOf(status: number, body: string): Outcome {
  const answer = readJson(body);
  const sent = 'Response.SendStatusSet.0';
  if (textAt(answer, `${sent}.Code`) === 'Ok') {
    return { result: 'taken', ref: textAt(answer, `${sent}.SerialNo`) || null };
  }
  const at = textAt(answer, `${sent}.Code`) ? sent : 'Response.Error';
  const code = textAt(answer, `${at}.Code`);
  if (code === '') {
    return outcomeOfStatus(status, body) ?? { result: 'unsure', why: '腾讯云的答复读不懂，不确定是否收下。' };
  }
  const why = `腾讯云：${quote(textAt(answer, `${at}.Message`))}（${code}）`;
  if (/^InternalError\..*(Timeout|SendAndRecvFail)/.test(code)) return { result: 'unsure', why };
  if (NEVER.test(code)) return { result: 'refused', why };
  return { result: LATER.test(code) ? 'later' : 'down', why };
}

/** https://cloud.tencent.com/document/product/382/52077 */
function readReport(row: unknown) {
  const why = `${textAt(row, 'description')}（${textAt(row, 'errmsg')}）`;
  return { ref: textAt(row, 'sid'), delivered: textAt(row, 'report_status') === 'SUCCESS', why: quote(why) };
}

function readInbound(settings: Settings, row: unknown) {
  const [from, text, time] = [textAt(row, 'mobile'), textAt(row, 'text'), textAt(row, 'time')];
  const at = /^\d{10}$/.test(time) ? Number(time) * 1000 : null;
  return { id: inboundId(settings, [from, text, time]), from, text, at };
}
