import { csrfField, hiddenField, keyAttributes } from './buttons.ts';
import { type Attributes, attributes, type Content, classes, type Html, html } from './html.ts';
import { icon } from './icons.ts';
import { type ClockTone, keyHint, statusBadge, type Tone } from './words.ts';

/** Where an act's form opens in place. Exactly one per case page. */
export const ACT_TARGET = 'act';

/** The state of a case in one sentence: [办理中] 城管局办理中，明日 17:30 到期. */
export function stateSentence(props: { tone: Tone; state: string; text: Content }): Html {
  return html`<p class="ui-state">${statusBadge(props.tone, props.state)}<span>${props.text}</span></p>`;
}

export interface Action {
  /** A verb: 签收, 提交答复. */
  text: string;
  href: string;
  key?: string | null | undefined;
  tone?: 'default' | 'danger' | undefined;
  /** One line beneath the word in the list: what it is for. */
  hint?: string | null | undefined;
  /** 'get' (default) opens a form or a page; 'post' acts at once and needs csrf. */
  method?: 'get' | 'post' | undefined;
  csrf?: string | undefined;
  fields?: Readonly<Record<string, string>> | undefined;
  confirm?: string | undefined;
  /** The form opens in place (htmx) below the buttons; without JavaScript href is a page of its own. */
  inPlace?: boolean | undefined;
}

/** Acts that belong together, under their heading. */
export type ActionGroup = { name: string; actions: readonly Action[] };

/** The one thing that can be done now as a button, the rest behind 更多 under their headings. */
export function primaryAndMore(props: { primary: Action | null; more: readonly ActionGroup[] }): Html {
  if (!props.primary && props.more.length === 0) return html``;
  const primary = props.primary ? action(props.primary, 'btn btn-primary') : '';
  const items = props.more.map(
    ({ name, actions }) =>
      html`<li class="ui-menu-group"><span class="ui-menu-name">${name}</span><ul>${actions.map((item) => html`<li>${action(item, 'ui-menu-item')}</li>`)}</ul></li>`,
  );
  const more = props.more.length
    ? html`<details class="ui-more"><summary class="btn"><span>更多</span>${icon('down')}</summary><ul class="ui-menu">${items}</ul></details>`
    : '';
  return html`<div class="ui-primary">${primary}${more}</div>`;
}

/** The empty place where an act's form opens. */
export function actPlace(content: Content = ''): Html {
  return html`<div id="${ACT_TARGET}" class="ui-act">${content}</div>`;
}

function action(item: Action, look: string): Html {
  const own: Attributes = {
    class: classes(look, item.tone === 'danger' && 'ui-danger'),
    ...keyAttributes(item.key),
    'data-confirm': item.confirm,
  };
  const hint = item.hint ? html`<span class="ui-menu-hint">${item.hint}</span>` : '';
  const words = html`<span>${item.text}${hint}</span>${keyHint(item.key)}`;
  if (item.method === 'post') {
    const hidden = Object.entries(item.fields ?? {}).map(([name, value]) => hiddenField(name, value));
    return html`<form class="ui-inline-form" method="post" action="${item.href}">${csrfField(item.csrf ?? '')}${hidden}<button type="submit" ${attributes(own)}>${words}</button></form>`;
  }
  const inPlace = item.inPlace
    ? { 'hx-get': item.href, 'hx-target': `#${ACT_TARGET}`, 'hx-swap': 'innerHTML' }
    : {};
  return html`<a ${attributes({ ...own, href: item.href, ...inPlace })}>${words}</a>`;
}

export interface Clock {
  label: string;
  startedText: string;
  dueText: string;
  metText: string | null;
  tone: ClockTone;
  /** How much of the period is used up, 0 to 100. */
  share: number;
  /** Why this limit: 投诉 10 个工作日，自 11月21日派单次日起算，12月5日 17:30 止. */
  why: string;
  /** 剩 3 小时 / 超期 1 天 / 按时完成; shown at the end of the bar. */
  text?: string | undefined;
}

/** Clocks as bars, each with its why behind a word. */
export function clockBar(clocks: readonly Clock[]): Html {
  return html`<ul class="ui-clocks">${clocks.map(clockLine)}</ul>`;
}

function clockLine(clock: Clock): Html {
  const share = Math.min(100, Math.max(0, Math.round(clock.share)));
  const end = clock.metText ?? clock.text ?? '';
  const bar = html`<svg class="ui-clock-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="ui-clock-track" width="100" height="6"></rect><rect class="ui-clock-used" width="${share}" height="6"></rect></svg>`;
  return html`<li class="ui-clock-line" data-tone="${clock.tone}"><div class="ui-clock-head"><strong>${clock.label}</strong><span class="ui-clock-end">${end}</span></div>${bar}<details class="ui-why"><summary><span>${clock.startedText} 起，${clock.dueText} 止</span><span class="ui-why-word">依据</span></summary><p>${clock.why}</p></details></li>`;
}

export interface TimelineItem {
  /** A timeTag. */
  at: Html;
  /** What happened: 城管局 签收. */
  what: Content;
  who?: Content | null | undefined;
  note?: Content | null | undefined;
  tone?: Tone | undefined;
}

/** Acts, notes and notices in one stream, newest first. */
export function timeline(items: readonly TimelineItem[]): Html {
  const lines = items.map((item) => {
    const who = item.who ? html`<span class="ui-timeline-who">${item.who}</span>` : '';
    const noted = item.note ? html`<div class="ui-timeline-note">${item.note}</div>` : '';
    return html`<li data-tone="${item.tone ?? 'neutral'}"><div class="ui-timeline-at">${item.at}</div><div><span class="ui-timeline-what">${item.what}</span>${who}${noted}</div></li>`;
  });
  return html`<ol class="ui-timeline">${lines}</ol>`;
}

/** Terms and their values; rows without a value are left out. */
export function definitionList(
  rows: readonly (readonly [term: string, value: Content | null | undefined])[],
): Html {
  const pairs = rows
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`);
  return html`<dl class="ui-definitions">${pairs}</dl>`;
}

export interface Thumbnail {
  /** Null: it cannot be opened any more, and `detail` says why. */
  href: string | null;
  name: string;
  /** 2.1 MB, 城管局 11月21日. */
  detail?: string | null | undefined;
  /** Small picture; null draws a file mark. */
  src?: string | null | undefined;
  /** What is written on the file mark: PDF, HEIC. */
  mark?: string | undefined;
}

/** Attachments as small pictures or file marks, each with its name. */
export function thumbnails(files: readonly Thumbnail[]): Html {
  const items = files.map((file) => {
    const picture = file.src
      ? html`<img src="${file.src}" alt="" width="104" height="78" loading="lazy" decoding="async">`
      : html`<span class="ui-thumb-mark">${icon('file')}<span class="ui-thumb-type">${file.mark ?? ''}</span></span>`;
    // Size and date, each in a line of its own.
    const detail = (file.detail ?? '').split('，').filter(Boolean);
    const lines = detail.map((part) => html`<span class="ui-muted ui-one-line">${part}</span>`);
    const inside = html`${picture}<span class="ui-thumb-name">${file.name}</span>${lines}`;
    return file.href === null
      ? html`<li><div class="ui-thumb">${inside}</div></li>`
      : html`<li><a class="ui-thumb" href="${file.href}">${inside}</a></li>`;
  });
  return html`<ul class="ui-thumbs">${items}</ul>`;
}
