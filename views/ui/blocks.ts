import { attributes, type Content, classes, type Html, html } from './html.ts';

/** The head of a page: title, one line beneath, what can be done at the right. */
export function pageHead(props: {
  title: string;
  sub?: Content | null | undefined;
  actions?: Content | null | undefined;
  back?: { href: string; text: string } | null | undefined;
}): Html {
  const back = props.back ? html`<a class="ui-back" href="${props.back.href}">‹ ${props.back.text}</a>` : '';
  const sub = props.sub ? html`<div class="ui-page-sub">${props.sub}</div>` : '';
  const actions = props.actions ? html`<div class="ui-page-actions">${props.actions}</div>` : '';
  return html`<div class="ui-page-head"><div>${back}<h1>${props.title}</h1>${sub}</div>${actions}</div>`;
}

/** A titled section. No box: a rule and a heading are enough. */
export function card(
  title: string | null,
  body: Content,
  opts: { id?: string | undefined; actions?: Content | undefined; tone?: 'plain' | 'quiet' | undefined } = {},
): Html {
  const own = attributes({
    class: classes('ui-card', opts.tone === 'quiet' && 'ui-card-quiet'),
    id: opts.id,
  });
  const head = title
    ? html`<div class="ui-card-head"><h2>${title}</h2>${opts.actions ? html`<div class="ui-card-actions">${opts.actions}</div>` : ''}</div>`
    : '';
  return html`<section ${own}>${head}<div class="ui-card-body">${body}</div></section>`;
}

export interface Tab {
  href: string;
  text: string;
  count?: string | number | null | undefined;
  current: boolean;
}

/** Links between the views of one list or the parts of one thing. */
export function tabs(items: readonly Tab[], label = '视图'): Html {
  const links = items.map((item) => {
    const own = attributes({ href: item.href, 'aria-current': item.current ? 'page' : null });
    const count = item.count ?? '';
    return html`<li><a ${own}>${item.text}${count === '' ? '' : html`<span class="ui-count">${count}</span>`}</a></li>`;
  });
  return html`<nav class="ui-tabs" aria-label="${label}"><ul>${links}</ul></nav>`;
}

/** Centre and side: the side falls below the centre on narrow screens. */
export function twoColumns(main: Content, side: Content): Html {
  return html`<div class="ui-columns"><div class="ui-columns-main">${main}</div><aside class="ui-columns-side" aria-label="相关信息">${side}</aside></div>`;
}

/** The intake page: who, what, help. */
export function threeColumns(who: Content, what: Content, help: Content): Html {
  return html`<div class="ui-three"><div class="ui-three-who">${who}</div><div class="ui-three-what">${what}</div><aside class="ui-three-help" aria-label="辅助信息">${help}</aside></div>`;
}

/** Behind a word until asked for. */
export function disclosure(summary: string, body: Content, open = false): Html {
  return html`<details class="ui-disclosure" ${attributes({ open })}><summary>${summary}</summary><div>${body}</div></details>`;
}

export interface Figure {
  label: string;
  value: string;
  /** Opens the cases behind the number. */
  href?: string | null | undefined;
  detail?: string | null | undefined;
  tone?: 'new' | 'due' | 'overdue' | 'done' | 'neutral' | undefined;
}

/** Numbers side by side; each opens the list behind it. */
export function figures(items: readonly Figure[]): Html {
  const list = items.map((item) => {
    const value = html`<span class="ui-figure-value" data-tone="${item.tone ?? 'neutral'}">${item.value}</span>`;
    const detail = item.detail ? html`<span class="ui-muted">${item.detail}</span>` : '';
    const inside = html`<span class="ui-figure-label">${item.label}</span>${value}${detail}`;
    return item.href
      ? html`<li><a class="ui-figure" href="${item.href}">${inside}</a></li>`
      : html`<li><div class="ui-figure">${inside}</div></li>`;
  });
  return html`<ul class="ui-figures">${list}</ul>`;
}

/** Longer text as typed: line breaks kept, long words broken. */
export function prose(text: string): Html {
  return html`<div class="ui-prose">${text}</div>`;
}
