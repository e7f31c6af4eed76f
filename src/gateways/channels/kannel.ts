import type { Callback, Channel, Inbound, Outcome, Outgoing, Report, Settings } from './channel.ts';
import { percent, readFields } from './charset.ts';
import { ask, outcomeOfStatus, quote } from './fetch-outcome.ts';
import { inboundId } from './inbound-id.ts';
import { originFault } from './web-address.ts';

/** What Kannel reports on: delivered to the phone (1), not delivered (2), refused by the SMSC (16). */
const DLR_MASK = 1 | 2 | 16;

/** SMPP and whatever else Kannel speaks, through its smsbox: https://www.kannel.org/download/1.4.5/userguide-1.4.5/userguide.html */
export const kannel: Channel = {
  code: 'kannel',
  name: '运营商 SMPP 专线（经 Kannel）',
  medium: 'sms',
  about:
    '运营商提供 SMPP 接入的单位使用。须在服务器上安装并配置 Kannel（bearerbox 和 smsbox），由它与运营商保持连接；本系统把短信交给 smsbox。要收诉求人的短信，sms-service 的 get-url 写“上行短信地址?from=%p&text=%b&coding=%c&id=%I&at=%T”，并设 max-messages = 0。',
  fields: [
    {
      name: 'url',
      label: 'smsbox 发送地址',
      required: true,
      initial: 'http://127.0.0.1:13013/cgi-bin/sendsms',
    },
    { name: 'username', label: '用户名', help: 'sendsms-user 中的 username。', required: true },
    { name: 'password', label: '密码', required: true, secret: true },
    { name: 'from', label: '发送号码', help: '运营商分配的接入号，留空由 Kannel 决定。' },
    { name: 'smsc', label: 'SMSC 标识', help: '接了多条线路时填 smsc-id，留空由 Kannel 决定。' },
    {
      name: 'callback_origin',
      label: 'Kannel 访问本系统的地址',
      help: '送达回执由 Kannel 送到这里。Kannel 与本系统在同一台服务器时用初始值，留空则不要回执。',
      initial: 'http://127.0.0.1:8080',
    },
  ],
  check: (settings) => ({
    ...originFault('url', settings.url),
    ...originFault('callback_origin', settings.callback_origin),
  }),
  send,
  reports,
  inbound,
  // Kannel sends what it is answered to the citizen as an SMS.
  thanks: '',
};

async function send(settings: Settings, message: Outgoing, signal: AbortSignal): Promise<Outcome> {
  const fields = { ...addressed(settings, message), ...reporting(settings, message) };
  const query = Object.entries(fields).filter(([, value]) => value !== '');
  const text = query.map(([name, value]) => `${name}=${percent(value)}`).join('&');
  const answer = await ask(`${settings.url}?${text}`, { method: 'GET' }, signal);
  return 'result' in answer ? answer : outcomeOf(answer.status, Buffer.from(answer.body).toString());
}

function addressed(settings: Settings, message: Outgoing): Record<string, string> {
  const { username = '', password = '', from = '', smsc = '' } = settings;
  // coding 2: UCS-2, the only one that has Chinese characters.
  return {
    username,
    password,
    from,
    smsc,
    to: message.to,
    charset: 'UTF-8',
    coding: '2',
    text: message.text,
  };
}

/** Kannel fetches this address with the report filled in: %d is the kind, %A what the SMSC said. */
function reporting(settings: Settings, message: Outgoing): Record<string, string> {
  const { callback_origin: origin = '', report_path: path = '' } = settings;
  if (origin === '' || path === '') return {};
  const url = `${origin.replace(/\/+$/, '')}${path}?uid=${message.uid}&status=%d&why=%A`;
  return { 'dlr-mask': String(DLR_MASK), 'dlr-url': url };
}

function outcomeOf(status: number, body: string): Outcome {
  if (status === 202) return { result: 'taken', ref: null };
  const why = `Kannel 没有收下：${quote(body)}`;
  if (/not routable|do not try again|rejected/i.test(body)) return { result: 'refused', why };
  return outcomeOfStatus(status, body) ?? { result: 'unsure', why };
}

function reports(_settings: Settings, { values }: Callback): readonly Report[] | null {
  const { uid = '', status = '', why = '' } = values;
  if (uid === '' || !/^\d+$/.test(status)) return null;
  const kind = Number(status);
  if ((kind & DLR_MASK) === 0) return [];
  const delivered = (kind & 1) !== 0;
  return [{ uid, delivered, why: delivered ? '' : `运营商回执：未送达 ${quote(why)}`.trim() }];
}

/** Kannel's %c for UCS-2. */
const UCS2 = '2';

/** As asked for by ?from=%p&text=%b&coding=%c&id=%I&at=%T: the text comes in bytes, as the SMSC sent it. */
function inbound(settings: Settings, { values, query }: Callback): readonly Inbound[] | null {
  const { from = '', coding = '', id = '', at = '' } = values;
  const text = (coding === UCS2 ? readFields(query, 'utf-16be').text : values.text) ?? '';
  if (from === '' || text === '') return null;
  const time = /^\d{9,10}$/.test(at) ? Number(at) * 1000 : null;
  return [{ id: id || inboundId(settings, [from, text, at]), from, text, at: time }];
}
