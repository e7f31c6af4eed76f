import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import {
  actPlace,
  autosaveStatus,
  csrfField,
  field,
  formActions,
  type Html,
  html,
  layout,
  navigation,
  phraseCards,
  primaryAndMore,
  queueTable,
  submitButton,
} from '../../views/ui/index.ts';
import { plainAssets } from './gallery.ts';

const CONTENT_SECURITY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'";
const require = createRequire(import.meta.url);
const PACKAGES: Record<string, string> = {
  'tabler.min.css': require.resolve('@tabler/core/dist/css/tabler.min.css'),
  'htmx.min.js': require.resolve('htmx.org/dist/htmx.min.js'),
};
const TYPES: Record<string, string> = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };
const AGENCIES = [
  { value: '1', text: '城管局', keys: 'chengguanju cgj', hint: '县政府' },
  { value: '2', text: '住建局', keys: 'zhujianju zjj', hint: '县政府' },
  { value: '3', text: '浙江路街道', keys: 'zhejianglujiedao zjljd', hint: '街道' },
  { value: '4', text: '教育局', keys: 'jiaoyuju jyj', hint: '县政府' },
];
const NAV = [{ href: '/', label: '待派单', current: true, count: null }];

export type Sent = { path: string; fields: URLSearchParams };

/** A small desk: one page with a queue, a form and an act, under the strict policy of the real one. */
export async function openDesk() {
  const sent: Sent[] = [];
  const state = { draftStatus: 200 };
  const forget = () => {
    sent.length = 0;
    state.draftStatus = 200;
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://desk');
    const body = await bodyOf(request);
    response.setHeader('content-security-policy', CONTENT_SECURITY);
    if (pathname.startsWith('/assets/')) return sendAsset(pathname.split('/').at(-1) ?? '');
    if (request.method === 'POST') sent.push({ path: pathname, fields: new URLSearchParams(body) });
    if (pathname === '/drafts/1') {
      response.writeHead(state.draftStatus, { 'content-type': 'application/json' });
      return response.end('{"text":"草稿已保存 14:05"}');
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    // A slow answer leaves time for a second press.
    if (pathname === '/send') await new Promise((resolve) => setTimeout(resolve, 300));
    response.end(String(answer(pathname, request.headers.cookie ?? '')));

    function sendAsset(name: string) {
      const file = PACKAGES[name] ?? new URL(`../../public/${name}`, import.meta.url);
      response.setHeader('content-type', TYPES[name.split('.').at(-1) ?? ''] ?? '');
      response.setHeader('cache-control', 'max-age=600');
      response.end(readFileSync(file));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, sent, state, forget, close: () => server.close() };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

function answer(path: string, cookie: string): Html {
  if (path === '/nav') return navigation([{ href: '/', label: '待派单', current: true, count: '18' }]);
  if (path === '/act') return actForm();
  if (path.startsWith('/preview/')) return html`<p>预览 ${path}</p>`;
  return page(path, /theme=dark/.test(cookie) ? 'dark' : 'auto');
}

function page(path: string, theme: 'dark' | 'auto'): Html {
  return layout({
    title: `页面 ${path}`,
    user: { name: '王丽', rolesText: '派单员', operatorNo: '8012' },
    nav: NAV,
    csrf: 'token',
    assets: plainAssets,
    theme,
    canIntake: true,
    wide: true,
    main: html`<h1>待派单</h1>${acts()}${form()}${queue()}`,
  });
}

function acts(): Html {
  const more = [
    { text: '催办', href: '/send', method: 'post' as const, csrf: 'token', confirm: '将发送催办短信。' },
  ];
  return html`${primaryAndMore({ primary: { text: '提交答复', href: '/act', key: 'F8', inPlace: true }, more: [{ name: '督办', actions: more }] })}${actPlace()}`;
}

function form(): Html {
  const fields = [
    field({ name: 'agency', label: '承办单位', widget: 'picker', options: AGENCIES }),
    field({ name: 'assist', label: '协办单位', widget: 'multipicker', options: AGENCIES }),
    field({ name: 'phone', label: '电话', widget: 'tel' }),
    field({ name: 'content', label: '内容', widget: 'textarea', maxlength: 50 }),
    field({ name: 'files', label: '附件', widget: 'file', multiple: true, maxMb: 1 }),
  ];
  return html`<form method="post" action="/send" data-autosave="/drafts/1">${csrfField('token')}${fields}${phraseCards([{ title: '开头', text: '您好' }], 'content')}${formActions([submitButton({ text: '受理', tone: 'primary', key: 'F9' })], autosaveStatus())}</form>`;
}

function actForm(): Html {
  return html`<form method="post" action="/send"><h2>提交答复</h2>${csrfField('token')}${field({ name: 'lead', label: '牵头单位', widget: 'picker', options: AGENCIES })}${submitButton({ text: '送审', tone: 'primary' })}</form>`;
}

function queue(): Html {
  const columns = [
    { key: 'number', label: '工单号' },
    { key: 'headline', label: '标题' },
  ];
  const rows = ['路灯不亮', '自来水发黄', '夜间施工'].map((headline, index) => ({
    href: `/cases/${index + 1}`,
    preview: `/preview/${index + 1}`,
    cells: { number: `2026-${index + 1}`, headline },
  }));
  return queueTable({ caption: '待派单', columns, rows, empty: html`` });
}
