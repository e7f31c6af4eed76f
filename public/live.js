// What htmx brings into a page: the session's token with every request, focus and announcements after it, and plain
// words when the network or the session is gone.

const trouble = () => document.querySelector('#trouble');
const say = (text) => document.querySelector('#announce')?.replaceChildren(text);

document.addEventListener('htmx:config:request', (event) => {
  const token = document.querySelector('meta[name=csrf]')?.content;
  if (token) event.detail.ctx.request.headers['X-CSRF-Token'] = token;
});

document.addEventListener('htmx:before:request', (event) => {
  // Counts are not fetched for a page nobody looks at.
  if (event.detail.ctx.sourceElement?.id === 'nav' && document.hidden) event.preventDefault();
});

/** A whole page in place of a fragment: the session has ended, or the act has led elsewhere. */
document.addEventListener('htmx:after:request', (event) => {
  const { ctx } = event.detail;
  const fromNav = ctx.sourceElement?.id === 'nav';
  if (!fromNav || trouble()?.querySelector('a')) trouble()?.replaceChildren();
  // The log-in page must not come over what is being typed; the counts at the left are asked for all the time.
  if (ctx.response?.status === 401 && (fromNav || document.querySelector('form[data-autosave]'))) {
    event.preventDefault();
    return sayLoggedOut();
  }
  if (!/^\s*<!doctype/i.test(ctx.text ?? '') || ctx.target === document.body) return;
  event.preventDefault();
  if (fromNav) sayLoggedOut();
  else location.assign(ctx.response.raw.url);
});

document.addEventListener('htmx:after:swap', (event) => {
  const target = event.detail.ctx?.target;
  // After the other scripts have made their pickers and counters.
  if (target?.id === 'act') setTimeout(() => enter(target));
});

const FIRST = [
  '[aria-invalid=true]',
  '[autofocus]',
  'input:not([type=hidden]), textarea, select:not([hidden])',
  'a, button',
];

/** An act's form has opened: on with typing. */
function enter(act) {
  const field = FIRST.map((selector) => act.querySelector(selector)).find(Boolean);
  field?.focus();
  act.scrollIntoView({ block: 'nearest' });
  say(act.querySelector('h2')?.textContent ?? '表单已打开');
}

document.addEventListener('htmx:response:error', (event) => {
  const { sourceElement, response } = event.detail.ctx;
  if (sourceElement?.id === 'nav' || response.status === 422) return;
  const why = {
    403: '您没有这项权限，或登录已过期',
    404: '内容已不存在',
    413: '内容太大',
    507: '服务器磁盘空间不足或出错',
  }[response.status];
  trouble()?.replaceChildren(`${why ?? '服务器没有接受'}，刚才的操作没有完成。已填写的内容仍在此页。`);
});

document.addEventListener('htmx:error', (event) => {
  if (event.detail.ctx?.sourceElement?.id === 'nav') return;
  trouble()?.replaceChildren('网络不通，刚才的操作没有完成。已填写的内容仍在此页，请稍后再试。');
});

function sayLoggedOut() {
  const link = document.createElement('a');
  Object.assign(link, { href: '/login', target: '_blank', rel: 'noopener', textContent: '在新窗口重新登录' });
  trouble()?.replaceChildren('登录已过期。已填写的内容留在本机，请', link, '，再刷新此页恢复。');
}
