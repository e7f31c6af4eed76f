import { mailView } from '../gateways/mail.ts';
import { type Html, html } from '../ui/index.ts';

export type DigestLine = { number: string; headline: string; agency: string; href: string; note: string };
export type DigestSection = { name: string; lines: readonly DigestLine[] };

/** What one reader is told in the morning. */
export type Digest = {
  name: string;
  /** The moment of which it speaks, in words. */
  at: string;
  sections: readonly DigestSection[];
  /** What is late, by agency. */
  late: readonly { agency: string; count: number; kinds: string; oldest: string }[];
  /** SMS that did not go out by themselves. */
  unsent: readonly string[];
};

/** More than that nobody reads in a letter. */
export const LINES_SHOWN = 50;

/** Figures first: 已超期 1 件，今日到期 2 件 */
export function countsOf({ sections, late, unsent }: Digest): string {
  const own = sections.map(({ name, lines }) => `${name} ${lines.length} 件`);
  const all = late.reduce((sum, { count }) => sum + count, 0);
  if (all > 0) own.push(`各单位超期 ${all} 件`);
  if (unsent.length > 0) own.push(`未另发短信的提醒 ${unsent.length} 条`);
  return own.join('，');
}

export function leadOf(digest: Digest): string {
  return `截至${digest.at}：${countsOf(digest)}。`;
}

export function digestView(title: string, digest: Digest): Html {
  const body = html`<p>${digest.name}：</p><p><b>${leadOf(digest)}</b></p>
${digest.sections.map(sectionTable)}${lateTable(digest.late)}${unsentList(digest.unsent)}`;
  return mailView(title, body);
}

function sectionTable({ name, lines }: DigestSection): Html {
  const rows = lines.slice(0, LINES_SHOWN).map(({ number, headline, agency, href, note }) => {
    const link = href === '' ? number : html`<a href="${href}">${number}</a>`;
    return html`<tr><td>${link}</td><td>${headline}</td><td>${agency}</td><td>${note}</td></tr>`;
  });
  const rest = lines.length - LINES_SHOWN;
  const more = rest > 0 ? html`<p>其余 ${rest} 件请登录查看。</p>` : '';
  return html`<h3>${name} ${lines.length} 件</h3>${table(['工单号', '标题', '单位', '事项'], rows)}${more}`;
}

function lateTable(late: Digest['late']): Html {
  if (late.length === 0) return html``;
  const rows = late.map(
    ({ agency, count, kinds, oldest }) =>
      html`<tr><td>${agency}</td><td align="right">${count} 件</td><td>${kinds}</td><td>${oldest}前</td></tr>`,
  );
  return html`<h3>各单位超期</h3>${table(['单位', '超期', '其中', '最早应于'], rows)}`;
}

function unsentList(unsent: Digest['unsent']): Html {
  if (unsent.length === 0) return html``;
  return html`<h3>未另发短信的提醒</h3><p>当日短信已达上限，以下提醒没有另发短信：</p><ul>${unsent.map((text) => html`<li>${text}</li>`)}</ul>`;
}

/** Mail readers drop style sheets: borders are attributes. */
function table(heads: readonly string[], rows: readonly Html[]): Html {
  const head = heads.map((each) => html`<th align="left">${each}</th>`);
  return html`<table border="1" cellpadding="6" cellspacing="0"><tr>${head}</tr>${rows}</table>`;
}
