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
  say('headers', headersFault(headers));
  if (method !== 'GET' && body === '') say('body', 'POST 请求需要内容模板。');
  else if (method !== 'GET' && format === 'json' && readJson(String(init.body)) === undefined) {
    say('body', '填入占位符后不是正确的 JSON。请检查引号、逗号和括号，占位符要写在引号中。');
  }
  if (!/\{to\}/.test(`${settings.url}${body}`)) say('body', '地址或内容模板中要有号码占位符 {to}。');
  return faults;
}

function headersFault(text: string): string | null {
  const wrong = text
    .split('\n')
    .find((line) => line.trim() !== '' && !/^[\w-]+\s*:\s*[\x20-\x7e]+$/.test(line.trim()));
  return wrong === undefined ? null : `这一行不是请求头：${wrong.trim()}。请写成“名称: 值”，只用英文字符。`;
}
