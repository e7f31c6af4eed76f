import { createPrivateKey } from 'node:crypto';
import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { isEmail } from '../../agencies/names.ts';
import type { Channel, Outcome, Outgoing, SettingField, Settings } from './channel.ts';
import { mailOf } from './smtp-mail.ts';
import { type MailError, outcomeOf, type Reached } from './smtp-outcome.ts';

const FIELDS: readonly SettingField[] = [
  { name: 'host', label: '服务器地址', required: true, placeholder: 'smtp.example.gov.cn' },
  {
    name: 'port',
    label: '端口',
    required: true,
    initial: '465',
    help: '通常 465（SSL）或 587（STARTTLS）。',
  },
  {
    name: 'security',
    label: '加密方式',
    widget: 'select',
    required: true,
    initial: 'tls',
    options: [
      { value: 'tls', text: 'SSL/TLS' },
      { value: 'starttls', text: 'STARTTLS' },
      { value: 'none', text: '不加密（仅限内部网络）' },
    ],
  },
  {
    name: 'trust',
    label: '接受自签名证书',
    widget: 'flag',
    help: '仅用于本单位自建、没有正式证书的邮件服务器。公网邮箱请勿勾选。',
  },
  { name: 'user', label: '登录账号', help: '多数邮箱为完整的邮箱地址。服务器不要求登录时不填。' },
  {
    name: 'pass',
    label: '密码或授权码',
    secret: true,
    help: '公网邮箱通常须在邮箱设置中开通 SMTP 服务，并使用授权码。',
  },
  { name: 'from', label: '发件邮箱', required: true, placeholder: 'hotline@example.gov.cn' },
  { name: 'from_name', label: '发件人名称', placeholder: '12345 热线', help: '收件人看到的名称。' },
  {
    name: 'bounce',
    label: '退信地址',
    help: '退信送到这个邮箱。不填则用发件邮箱。',
  },
  {
    name: 'dkim_domain',
    label: 'DKIM 域名',
    help: '自建服务器且本身不签名时才需要，三项一并填写。不填则不签名。',
  },
  { name: 'dkim_selector', label: 'DKIM 选择器' },
  { name: 'dkim_key', label: 'DKIM 私钥', secret: true, widget: 'textarea', help: 'RSA 私钥，PEM 格式。' },
];

/** E-mail through a mail server (RFC 5321). */
export const smtp: Channel = {
  code: 'smtp',
  name: '电子邮件（SMTP）',
  medium: 'email',
  about:
    '用本单位或公网邮箱发送提醒和每日汇总。请准备：邮箱的 SMTP 服务器地址和端口、登录账号、密码或授权码。',
  fields: FIELDS,
  check: problemsOf,
  send,
  close: () => {
    for (const pool of pools.values()) pool.close();
    pools.clear();
  },
};

function problemsOf(settings: Settings): Record<string, string> {
  const given = (name: string) => settings[name] ?? '';
  const problems: Record<string, string> = {};
  const host = given('host');
  if (!/^[\p{L}\d.:-]+$/u.test(host)) problems.host = '服务器地址应为域名或 IP，例如 smtp.example.gov.cn。';
  const port = Number(given('port'));
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    problems.port = '端口应为 1 至 65535 的整数，通常为 465 或 587。';
  if (!isEmail(given('from'))) problems.from = '发件邮箱不完整，例如 hotline@example.gov.cn。';
  if (given('bounce') && !isEmail(given('bounce')))
    problems.bounce = '退信地址不完整，例如 bounce@example.gov.cn。';
  if (given('user') && !given('pass')) problems.pass = '填写了登录账号，请同时填写密码或授权码。';
  if (given('pass') && !given('user')) problems.user = '填写了密码或授权码，请同时填写登录账号。';
  return { ...problems, ...dkimProblems(given) };
}

function dkimProblems(given: (name: string) => string): Record<string, string> {
  const names = ['dkim_domain', 'dkim_selector', 'dkim_key'];
  const missing = names.filter((name) => given(name) === '');
  if (missing.length === names.length) return {};
  const incomplete = missing.map((name) => [name, 'DKIM 的域名、选择器和私钥须一并填写，或都不填。']);
  if (missing.length > 0) return Object.fromEntries(incomplete);
  return isRsaKey(given('dkim_key')) ? {} : { dkim_key: '这不是 RSA 私钥（PEM 格式），请核对后重新填写。' };
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

type Pool = ReturnType<typeof newPool>;

const pools = new Map<string, Pool>();
/** What nodemailer made to be read of each message; whether it was read tells how far the message had come. */
const contents = new WeakMap<AbortSignal, Readable>();

async function send(settings: Settings, message: Outgoing, given: AbortSignal): Promise<Outcome> {
  // One of its own for each message: it also names it to the pool.
  const signal = AbortSignal.any([given]);
  try {
    const { response } = await poolOf(settings).sendMail({ ...mailOf(settings, message), signal });
    return { result: 'taken', ref: response.slice(0, 200) };
  } catch (error) {
    return outcomeOf(error as MailError, reachedWith(signal), settings.host ?? '');
  }
}

function reachedWith(signal: AbortSignal): Reached {
  const content = contents.get(signal);
  if (!content) return 'connecting';
  return content.readableDidRead ? 'content' : 'envelope';
}

/** Connections are kept for the next messages of the same settings. */
function poolOf(settings: Settings): Pool {
  const key = JSON.stringify(settings);
  const pool = pools.get(key) ?? newPool(settings);
  pools.set(key, pool);
  return pool;
}

/** In ms. Whoever sends has a limit of its own; these are for servers that keep silent. */
const PATIENCE = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  dnsTimeout: 10_000,
  socketTimeout: 30_000,
};

function newPool(settings: Settings) {
  const { host = '', port, security, user = '', pass = '', trust } = settings;
  const pool = createTransport({
    pool: true,
    maxConnections: 3,
    maxRequeues: 1,
    host,
    port: Number(port),
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { rejectUnauthorized: trust !== '1' },
    ...(user ? { auth: { user, pass } } : {}),
    ...dkimOf(settings),
    ...PATIENCE,
  });
  pool.use('stream', (mail, done) => {
    const make = mail.message.createReadStream.bind(mail.message);
    mail.message.createReadStream = (options) => {
      const content = make(options);
      if (mail.data.signal) contents.set(mail.data.signal, content);
      return content;
    };
    done();
  });
  return pool;
}

function dkimOf({ dkim_domain, dkim_selector, dkim_key }: Settings) {
  if (!dkim_domain || !dkim_selector || !dkim_key) return {};
  return { dkim: { domainName: dkim_domain, keySelector: dkim_selector, privateKey: dkim_key } };
}
