import { createHash, createHmac } from 'node:crypto';
import { formatLocal } from '../../calendar/local-time.ts';
import type { Outcome, Outgoing, Settings } from './channel.ts';
import { type Charset, charsetOf, decode, encode, percent } from './charset.ts';
import { ask, outcomeOfStatus, quote } from './fetch-outcome.ts';
import { findIn, matches } from './patterns.ts';

type Values = Readonly<Record<string, string>>;

export type HttpRequest = { url: string; init: RequestInit };

const TYPES: Readonly<Record<string, string>> = {
  form: 'application/x-www-form-urlencoded',
  json: 'application/json',
  xml: 'text/xml',
};

/** Sends one SMS as the settings describe it. */
export async function sendByHttp(
  settings: Settings,
  message: Outgoing,
  signal: AbortSignal,
): Promise<Outcome> {
  const { url, init } = requestFor(settings, message);
  const answer = await ask(url, init, signal);
  if ('result' in answer) return answer;
  return outcomeOf(settings, answer.status, decode(answer.body, charsetOf(settings)));
}

/** The request for a message: everything filled in, each place escaped in its own way. */
export function requestFor(settings: Settings, message: Outgoing): HttpRequest {
  const charset = charsetOf(settings);
  const values = valuesOf(settings, message);
  const inAddress = (value: string) => percent(value, charset);
  const { method = 'POST', format = 'form', body = '' } = settings;
  const url = fill(settings.url ?? '', values, inAddress);
  const headers = headersOf(settings, (text) => fill(text, values, inHeader));
  if (method === 'GET') return { url, init: { method, headers } };
  const content = encode(fill(body, values, escapeFor(format, charset)), charset);
  const type = `${TYPES[format] ?? TYPES.form}; charset=${charset}`;
  return { url, init: { method, headers: { 'content-type': type, ...headers }, body: content } };
}

/** A header takes any printable ASCII as it is, and nothing else. */
function inHeader(value: string): string {
  return value.replace(/[^\x20-\x7e]+/g, (other) => percent(other));
}

function valuesOf(settings: Settings, { to, text, uid, now }: Outgoing): Values {
  const { account = '', password = '', sign_of: signOf = '', sign_how: how = 'md5' } = settings;
  // Seconds come from the instant itself: local time in China is off by whole hours only.
  const seconds = String(Math.floor(now / 1000) % 60).padStart(2, '0');
  const time = formatLocal(now).replace(/\D/g, '') + seconds;
  const values = { to, text, uid, account, password, time };
  const signed = encode(fill(signOf, values), charsetOf(settings));
  return { ...values, sign: signOf === '' ? '' : digest(how, signed, password) };
}

function digest(how: string, text: Buffer, secret: string): string {
  if (how === 'hmac-sha256') return createHmac('sha256', secret).update(text).digest('hex');
  if (how === 'md5-upper') return digest('md5', text, secret).toUpperCase();
  return createHash(how).update(text).digest('hex');
}

/** Replaces what is known in braces; other braces, as JSON has them, stay. */
function fill(
  template: string,
  values: Values,
  escaped: (value: string) => string = (value) => value,
): string {
  return template.replace(/\{([a-z]+)\}/g, (all, name: string) => {
    const value = values[name];
    return value === undefined ? all : escaped(value);
  });
}

function escapeFor(format: string, charset: Charset): (value: string) => string {
  if (format === 'json') return (value) => JSON.stringify(value).slice(1, -1);
  if (format === 'xml')
    return (value) => value.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return (value) => percent(value, charset);
}

function headersOf(settings: Settings, filled: (text: string) => string): Record<string, string> {
  const lines = (settings.headers ?? '').split('\n').filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).trim().toLowerCase(), filled(line.slice(at + 1).trim())];
    }),
  );
}

function outcomeOf(settings: Settings, status: number, words: string): Outcome {
  const { success = '', refused = '', reference = '' } = settings;
  const never = refused.split('\n').filter((pattern) => pattern.trim() !== '');
  if (never.some((pattern) => matches(words, pattern))) {
    return { result: 'refused', why: `网关拒收：${quote(words)}` };
  }
  const failed = outcomeOfStatus(status, words);
  if (failed) return failed;
  if (success !== '' && !matches(words, success))
    return { result: 'later', why: `网关没有收下：${quote(words)}` };
  return { result: 'taken', ref: reference === '' ? null : findIn(words, reference) };
}
