import { card, type Html, html, linkButton, pager, statusBadge, type Tone } from '../ui/index.ts';

export type HistoryVersion = {
  number: number;
  state: 'past' | 'current' | 'coming' | 'replaced';
  from: string;
  by: string;
  changes: readonly string[];
  /** '' where none was given. */
  reason: string;
  /** Opens the form with these values; null where nobody needs it. */
  restoreHref: string | null;
  /** Opens the form with the values before, from the same moment; null where it is not to come. */
  undoHref: string | null;
};

const STATES: Readonly<Record<HistoryVersion['state'], { tone: Tone; text: string }>> = {
  current: { tone: 'done', text: '施行中' },
  coming: { tone: 'new', text: '待施行' },
  past: { tone: 'neutral', text: '已被代替' },
  replaced: { tone: 'neutral', text: '未施行' },
};

const SHOWN = 6;

/** Who changed what, when, and from when it held; newest first. */
export function policyHistory(
  versions: readonly HistoryVersion[],
  nextHref: string | null,
  firstHref: string | null,
): Html {
  const lines = versions.map(versionLine);
  const steps =
    nextHref || firstHref
      ? pager({
          prevHref: firstHref,
          nextHref,
          prevText: '最新的',
          nextText: '更早的',
          countText: '按设置的先后，最新的在前',
        })
      : '';
  return card('修改记录', html`<ol class="policy-versions">${lines}</ol>${steps}`, { id: 'history' });
}

function versionLine(version: HistoryVersion): Html {
  const { tone, text } = STATES[version.state];
  const buttons = html`${version.restoreHref ? linkButton({ href: version.restoreHref, text: '恢复此版本', small: true }) : ''}${version.undoHref ? linkButton({ href: version.undoHref, text: '取消这次更改', small: true }) : ''}`;
  return html`<li><div class="policy-version"><strong>第 ${version.number} 版</strong>${statusBadge(tone, text)}<span>${version.from}</span><span class="ui-muted">${version.by}</span></div>${changeList(version.changes)}${version.reason ? html`<p>修改原因：${version.reason}</p>` : ''}<div class="policy-buttons">${buttons}</div></li>`;
}

/** Many changes at once (a list written anew) stay behind a word. */
export function changeList(changes: readonly string[]): Html {
  const list = html`<ul>${changes.map((change) => html`<li>${change}</li>`)}</ul>`;
  return changes.length <= SHOWN
    ? list
    : html`<details class="ui-disclosure"><summary>${changes.length} 处改动</summary>${list}</details>`;
}
