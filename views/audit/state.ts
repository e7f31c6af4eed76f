import {
  attributes,
  card,
  type Html,
  html,
  note,
  postButton,
  renewedFrom,
  STATE_WORDS,
} from '../ui/index.ts';

/** How the chain of the log stands, as it was found last. */
export type StateProps = {
  csrf: string;
  /** Set while a check goes on. */
  going: { done: number; total: number } | null;
  /** Null as long as none was made. */
  last: {
    ok: boolean;
    text: string;
    more: readonly string[];
    fault: { text: string; href: string } | null;
  } | null;
};

/** Renews itself every second while a check goes on; without JavaScript a link does. */
export function stateCard(props: StateProps): Html {
  const renewal = props.going ? renewedFrom('/audit/check') : {};
  const body = props.going ? goingOn(props.going) : lastFound(props);
  return html`<div ${attributes({ id: 'audit-state', tabindex: '-1', ...renewal })}>${card('记录核对', body)}</div>`;
}

function goingOn({ done, total }: { done: number; total: number }): Html {
  const bar = attributes({
    class: 'w-100',
    max: Math.max(1, total),
    value: total === 0 ? null : done,
    'aria-label': '核对进度',
  });
  return html`<p><progress ${bar}></progress></p><p>${total === 0 ? '正在准备核对' : `已核对 ${done} / ${total} 条`}</p>
<p class="ui-muted">可以离开此页，不影响核对。<a href="/audit">刷新进度</a></p>`;
}

function lastFound({ csrf, last }: StateProps): Html {
  const tone = last?.ok ? 'ok' : 'error';
  const found = last
    ? html`${note(tone, html`${last.text}${where(last.fault)}`, STATE_WORDS[tone])}${last.more.map((text) => html`<p class="ui-muted text-break">${text}</p>`)}`
    : note('info', '还没有核对过。系统每天夜里自动核对一次，也可以现在核对。');
  return html`${found}${postButton({ action: '/audit/check', csrf, text: '立即核对' })}`;
}

function where(fault: { text: string; href: string } | null): Html | '' {
  return fault ? html`<a href="${fault.href}">${fault.text}</a>` : '';
}
