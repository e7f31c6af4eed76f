import { type Assets, type Html, html, printLayout, prose } from '../ui/index.ts';

export type OrderSheet = {
  letterhead: string;
  /** The instrument: 整改通知. */
  title: string;
  number: string;
  issued: string;
  agency: string;
  opening: string;
  rows: readonly (readonly [string, string])[];
  reports: readonly { round: number; at: string; by: string; text: string; verdict: string }[];
  result: string;
  printedBy: string;
  printedAt: string;
  assets: Assets;
};

/** A supervision order on A4 (Q-E4): to whom, why, what by when, and what was reported. No times told from today. */
export function orderSheet(props: OrderSheet): Html {
  const row = (term: string, value: string | Html) =>
    html`<tr><th scope="row">${term}</th><td>${value}</td></tr>`;
  const reports = props.reports.map((report) =>
    row(
      `第 ${report.round} 次整改`,
      html`<p>${report.at}　${report.by}</p>${prose(report.text)}${report.verdict ? html`<p>审核意见：</p>${prose(report.verdict)}` : ''}`,
    ),
  );
  const main = html`<p>${props.agency}：</p><p>${props.opening}</p>
<table class="ui-sheet-table"><tbody>${props.rows.map(([term, value]) => row(term, prose(value)))}${reports}${props.result ? row('结果', prose(props.result)) : ''}</tbody></table>
<p class="ui-sheet-meta">${props.letterhead}（盖章）　　${props.issued.slice(0, 10)}</p>
<table class="ui-sheet-table ui-sheet-sign"><tbody><tr><th scope="row">承办单位签收</th><td></td><th scope="row">签收日期</th><td></td></tr></tbody></table>`;
  return printLayout({
    title: props.title,
    letterhead: props.letterhead,
    assets: props.assets,
    meta: html`${props.number}　下达时间 ${props.issued}`,
    watermark: `${props.printedBy} 打印于 ${props.printedAt}`,
    main,
  });
}
