import { csrfField, keyAttributes } from './buttons.ts';
import { attributes, type Content, type Html, html } from './html.ts';
import { icon } from './icons.ts';
import { type NavItem, navigation } from './navigation.ts';
import { keyHint, note } from './words.ts';

/** Maps a file of public/ (or tabler.min.css, htmx.min.js) to its address. */
export type Assets = (name: string) => string;
/** 'auto' follows the device. The cookie `theme` (light or dark, written by app.js) decides. */
export type Theme = 'light' | 'dark' | 'auto';
export interface Flash {
  tone: 'ok' | 'warn' | 'error';
  text: string;
}

export interface LayoutProps {
  title: string;
  /** Name of the hotline, at the top left and in the window's title. */
  site?: string | undefined;
  user: { name: string; rolesText: string; operatorNo: string | null };
  nav: readonly NavItem[];
  csrf: string;
  flash?: Flash | null | undefined;
  main: Html;
  assets: Assets;
  theme: Theme;
  /** Shows the search box; on unless said otherwise. */
  canSearch?: boolean | undefined;
  /** Shows 新来电 with F2. */
  canIntake?: boolean | undefined;
  /** What was searched for, on the result page. */
  query?: string | undefined;
  /** Duty notices: one line each across the top. */
  notices?:
    | readonly { text: string; href?: string | undefined; tone: 'info' | 'warn' | 'error' }[]
    | undefined;
  /** Uses the whole width (intake, queues); otherwise text stays readable. */
  wide?: boolean | undefined;
  /** Seconds after which the page is loaded anew without JavaScript (wall screen). */
  refresh?: number | undefined;
}

const DEFAULT_SITE = '热线工单';

/** A page of the desk: navigation at the left, search and new call at the top, the work in the centre. */
export function layout(props: LayoutProps): Html {
  const site = props.site ?? DEFAULT_SITE;
  return html`<!doctype html>
<html lang="zh-CN" ${themeAttribute(props.theme)}>
<head>${head(`${props.title} - ${site}`, props.assets, props.csrf, props.refresh)}</head>
<body class="ui-app" data-user="${props.user.operatorNo ?? props.user.name}">
<a class="ui-skip" href="#main">跳到正文</a>
<details class="ui-menu-toggle"><summary>${icon('menu')}<span>菜单</span></summary></details>
<header class="ui-top">
<a class="ui-brand" href="/">${site}</a>
${props.canSearch === false ? '' : searchForm(props.query ?? '')}
${props.canIntake ? newCall() : ''}
${whoAmI(props)}
</header>
<nav id="nav" class="ui-nav" aria-label="主导航" hx-get="/nav" hx-trigger="load, every 60s" hx-swap="innerMorph" hx-status:4xx="swap:none" hx-status:5xx="swap:none">${navigation(props.nav)}</nav>
<main id="main" class="${props.wide ? 'ui-main ui-wide' : 'ui-main'}" tabindex="-1">
${notices(props.notices ?? [])}${props.flash ? note(props.flash.tone, props.flash.text) : ''}
${props.main}
</main>
<div id="announce" class="visually-hidden" role="status" aria-live="polite"></div>
<div id="trouble" class="ui-trouble" role="alert"></div>
</body>
</html>`;
}

/** A calm narrow card: log-in, set-up, errors, and the citizens' pages. */
export function plainLayout(props: {
  title: string;
  site?: string | undefined;
  main: Html;
  assets: Assets;
  theme: Theme;
  csrf?: string | undefined;
  flash?: Flash | null | undefined;
  /** Wider card for forms with more fields. */
  wide?: boolean | undefined;
  foot?: Content | undefined;
}): Html {
  const site = props.site ?? DEFAULT_SITE;
  return html`<!doctype html>
<html lang="zh-CN" ${themeAttribute(props.theme)}>
<head>${head(`${props.title} - ${site}`, props.assets, props.csrf ?? '')}</head>
<body class="ui-plain">
<a class="ui-skip" href="#main">跳到正文</a>
<header class="ui-plain-top"><span class="ui-brand">${site}</span></header>
<main id="main" class="${props.wide ? 'ui-plain-card ui-plain-wide' : 'ui-plain-card'}" tabindex="-1">
<h1>${props.title}</h1>
${props.flash ? note(props.flash.tone, props.flash.text) : ''}
${props.main}
</main>
${props.foot ? html`<footer class="ui-plain-foot">${props.foot}</footer>` : ''}
<div id="announce" class="visually-hidden" role="status" aria-live="polite"></div>
<div id="trouble" class="ui-trouble" role="alert"></div>
</body>
</html>`;
}

/** A4, black on white: work order, hand-over sheet, paper intake form. `letterhead` is the issuing body. */
export function printLayout(props: {
  title: string;
  letterhead: string;
  main: Html;
  assets: Assets;
  /** Number, date, who printed: in the line beneath the title and again at the foot of the sheet. */
  meta?: Content | undefined;
  watermark?: string | undefined;
}): Html {
  const watermark = props.watermark ? html`<p class="ui-sheet-mark">${props.watermark}</p>` : '';
  return html`<!doctype html>
<html lang="zh-CN" data-bs-theme="light">
<head>${head(props.title, props.assets, '')}</head>
<body class="ui-print">
<p class="ui-print-tools"><button type="button" class="btn btn-primary ui-needs-js" data-print>${icon('printer')}<span>打印</span></button></p>
<main id="main" class="ui-sheet">
<p class="ui-letterhead">${props.letterhead}</p>
<h1>${props.title}</h1>
${props.meta ? html`<p class="ui-sheet-meta">${props.meta}</p>` : ''}
${props.main}
${watermark}
</main>
</body>
</html>`;
}

function themeAttribute(theme: Theme): Html {
  return attributes({ 'data-bs-theme': theme === 'auto' ? null : theme });
}

/** Scripts that only add comforts; each stands alone. app.js comes first and blocks, so that nothing flickers. */
const SCRIPTS = ['live.js', 'keys.js', 'forms.js', 'autosave.js', 'files.js', 'queue.js', 'picker.js'];
const SHEETS = [
  'tabler.min.css',
  'app.css',
  'tables.css',
  'forms.css',
  'case.css',
  'calendar.css',
  'policy.css',
  'phone.css',
  'print.css',
];
const HTMX_CONFIG = '{"includeIndicatorCSS":false,"history":"reload"}';

function head(title: string, assets: Assets, csrf: string, refresh?: number): Html {
  const scripts = SCRIPTS.map((name) => html`<script type="module" src="${assets(name)}"></script>`);
  const sheets = SHEETS.map((name) => html`<link rel="stylesheet" href="${assets(name)}">`);
  const reload = refresh ? html`<meta http-equiv="refresh" content="${refresh}">` : '';
  return html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="same-origin">
<meta name="format-detection" content="telephone=no">
<meta name="htmx-config" content="${HTMX_CONFIG}">
<meta name="csrf" content="${csrf}">${reload}
<title>${title}</title>
<link rel="icon" type="image/svg+xml" href="${assets('favicon.svg')}">
${sheets}
<script src="${assets('app.js')}"></script>
<script defer src="${assets('htmx.min.js')}"></script>${scripts}`;
}

function searchForm(query: string): Html {
  const own = attributes({ ...keyAttributes('/'), value: query });
  return html`<form class="ui-search" role="search" method="get" action="/search"><label class="visually-hidden" for="q">搜索工单号、电话、内容</label>${icon('search')}<input class="form-control" id="q" name="q" type="search" placeholder="搜索工单号、电话、内容" autocomplete="off" maxlength="200" enterkeyhint="search" ${own}><kbd class="ui-key" aria-hidden="true">/</kbd></form>`;
}

function newCall(): Html {
  const own = attributes({ class: 'btn btn-primary ui-new-call', href: '/intake', ...keyAttributes('F2') });
  return html`<a ${own}>${icon('phone')}<span>新来电</span>${keyHint('F2')}</a>`;
}

function whoAmI(props: LayoutProps): Html {
  const number = props.user.operatorNo
    ? html`<span class="ui-muted">工号 ${props.user.operatorNo}</span>`
    : '';
  return html`<details class="ui-who"><summary>${icon('user')}<span>${props.user.name}</span>${icon('down')}</summary><div class="ui-menu"><div class="ui-who-roles"><strong>${props.user.name}</strong>${number}<span class="ui-muted">${props.user.rolesText}</span></div><button type="button" class="ui-menu-item ui-needs-js" data-theme-toggle>${icon('moon')}<span>切换深色浅色</span></button><a class="ui-menu-item" href="/account">修改密码</a><form class="ui-inline-form" method="post" action="/logout">${csrfField(props.csrf)}<button type="submit" class="ui-menu-item">退出登录</button></form></div></details>`;
}

function notices(list: NonNullable<LayoutProps['notices']>): Html {
  const lines = list.map((item) =>
    note(item.tone, item.href ? html`<a href="${item.href}">${item.text}</a>` : item.text),
  );
  return html`${lines}`;
}
