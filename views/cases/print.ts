import { type Assets, type Html, html, printLayout, prose } from '../ui/index.ts';
import type { CaseView } from './case.ts';

/** The work order on A4 (Q-D10): what is asked, by whom, who handles until when, what came of it. */
export function workOrder(props: {
  view: CaseView;
  letterhead: string;
  printedBy: string;
  printedAt: string;
  assets: Assets;
}): Html {
  const { view } = props;
  const row = (term: string, value: string | Html) =>
    html`<tr><th scope="row">${term}</th><td>${value}</td></tr>`;
  const main = html`<table class="ui-sheet-table"><tbody>
${row('标题', view.headline)}${row('状态', `${view.state.name}　${view.state.sentence}`)}
${(view.citizen?.rows ?? []).map(([term, value]) => row(term, value))}
${view.citizen?.rows === null ? row('诉求人', '要求保密') : ''}
${view.facts.map(([term, value]) => row(term, value))}
${row('诉求内容', prose(view.text))}
${view.assignments.map((each) =>
  row(
    `${each.role}单位`,
    html`<p>${each.agency}（${each.state}）</p>${each.rows.map(([term, value]) => (value ? html`<p>${term}：${value}</p>` : ''))}${each.replies
      .slice(0, 1)
      .map(
        (reply) =>
          html`<p>办理情况：</p>${prose(reply.handling)}${reply.publicReply ? html`<p>公开答复：</p>${prose(reply.publicReply)}` : ''}`,
      )}`,
  ),
)}
${view.answer ? row(view.answer.title, prose(view.answer.text)) : ''}
${view.clocks.map((clock) => row(`${clock.label}时限`, `${clock.why}${clock.metText ? `（${clock.metText}）` : ''}`))}
${view.callbacks.map((each) => row('回访', `${each.at.exact}　${each.text}`))}
</tbody></table>
<h2>办理经过</h2><table class="ui-sheet-table"><tbody>${[...view.events]
    .reverse()
    .map(
      (event) =>
        html`<tr><th scope="row">${event.at.exact}</th><td>${event.who}　${event.what}${event.note ? prose(event.note) : ''}</td></tr>`,
    )}</tbody></table>
<table class="ui-sheet-table ui-sheet-sign"><tbody><tr><th scope="row">承办人签字</th><td></td><th scope="row">分管领导签字</th><td></td></tr></tbody></table>`;
  return printLayout({
    title: '诉求工单',
    letterhead: props.letterhead,
    assets: props.assets,
    meta: html`工单号 ${view.number}　${view.sub}　登记时间 ${view.received.exact}`,
    watermark: `${props.printedBy} 打印于 ${props.printedAt}`,
    main,
  });
}
