import type { Outgoing, Settings } from './channel.ts';
import { requestFor } from './http-send.ts';
import { readJson } from './json-path.ts';
import { patternFault } from './patterns.ts';
import { addressFault } from './web-address.ts';

const SAMPLE: Outgoing = {
  uid: '0d6f9f3e-8f0c-4a51-9c6c-000000000000',
  to: '13800138000',
  recipientName: '',
  subject: '',
  text: '“测试”',
  html: '',
  template: { rule: 'test', values: {} },
  thread: null,
  now: 0,
};

/** What is wrong with the description of an HTTP gateway: tried with a sample before anything is sent. */
export function checkHttp(settings: Settings): Record<string, string> {
  const { body = '', success = '', refused = '', reference = '', method, format, headers = '' } = settings;
  const { url, init } = requestFor(settings, SAMPLE);
  const faults: Record<string, string> = {};
  const say = (field: string, fault: string | null) => {
    if (fault !== null) faults[field] = fault;
  };
  say('url', addressFault(url));
  say('success', patternFault(success));
  say('reference', patternFault(reference));
  say(
    'refused',
    refused
      .split('\n')
      .map(patternFault)
      .find((fault) => fault !== null) ?? null,
  );
  say('headers', headersFault(headers) ?? requestFault(url, init));
  if (method !== 'GET' && body === '') say('body', 'POST 请求需要内容模板。');
  else if (method !== 'GET' && format === 'json' && readJson(String(init.body)) === undefined) {
    say('body', '填入占位符后不是正确的 JSON。请检查引号、逗号和括号，占位符要写在引号中。');
  }
  if (!/\{to\}/.test(`${settings.url}${body}`)) say('body', '地址或内容模板中要有号码占位符 {to}。');
  return faults;
}

/** Made from the connection and the body itself; given by hand they would contradict it. */
const OWN_HEADERS = /^(host|content-length|transfer-encoding|expect|connection|keep-alive|upgrade)\s*:/i;

function headersFault(text: string): string | null {
  const lines = text.split('\n').map((line) => line.trim());
  const own = lines.map((line) => OWN_HEADERS.exec(line)?.[1]).find((name) => name !== undefined);
  if (own !== undefined) return `请求头 ${own} 由系统自动生成，请删去这一行。`;
  const wrong = lines.find((line) => line !== '' && !/^[\w-]+\s*:\s*[\x20-\x7e]+$/.test(line));
  return wrong === undefined ? null : `这一行不是请求头：${wrong}。请写成“名称: 值”，只用英文字符。`;
}

/** What only shows when the request is made. */
function requestFault(url: string, init: RequestInit): string | null {
  if (addressFault(url) !== null) return null;
  try {
    new Request(url, init);
    return null;
  } catch {
    return '按这些请求头无法发出请求，请核对名称和值。';
  }
}
