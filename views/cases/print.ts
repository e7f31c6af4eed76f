import { type Assets, type Html, html, printLayout, prose } from '../ui/index.ts';
import type { AssignmentView, CaseView } from './case.ts';

/**
 * The work order on A4 (Q-D10): what is asked, by whom, who handles until when, what came of it, which files.
 * Paper is read on another day: no time on it is told from today.
 */
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
${row('标题', view.headline)}${row('状态', view.state.name)}
${(view.citizen?.rows ?? []).map(([term, value]) => row(term, value))}
${view.citizen?.rows === null ? row('诉求人', '要求保密') : ''}
${view.facts.map(([term, value]) => row(term, value))}
${row('诉求内容', prose(view.text))}
${view.assignments.map((each) => row(`${each.role}单位`, assignment(each)))}
${view.answer ? row(view.answer.title, prose(view.answer.text)) : ''}
${view.clocks.map((clock) => row(`${clock.label}时限`, `${clock.why}${clock.metText ? `（${clock.metText}）` : ''}`))}
${view.callbacks.map((each) => row('回访', `${each.at.exact}　${each.text}`))}
${view.calls.map((each) => row('通话', html`<p>${each.at.exact}　${each.text}</p>${each.note ? prose(each.note) : ''}`))}
${view.files.length > 0 ? row('附件', files(view.files)) : ''}
</tbody></table>
<h2>办理经过</h2><table class="ui-sheet-table"><tbody>${[...view.events]
    .reverse()
    .map(
      (event) =>
        html`<tr><th scope="row">${event.at.exact}</th><td>${event.who}　${event.what}${event.note ? prose(event.note) : ''}</td></tr>`,
    )}</tbody></table>
<table class="ui-sheet-table ui-sheet-sign"><tbody><tr><th scope="row">经办人签字</th><td></td><th scope="row">分管领导签字</th><td></td></tr></tbody></table>`;
  return printLayout({
    title: '诉求工单',
    letterhead: props.letterhead,
    assets: props.assets,
    meta: html`工单号 ${view.number}　${view.sub}　登记时间 ${view.received.exact}`,
    watermark: `${props.printedBy} 打印于 ${props.printedAt}`,
    main,
  });
}

/** One agency's part, first things first: given, contacted, answered, and answered again. */
function assignment(each: AssignmentView): Html {
  const round = each.round > 0 ? `，第 ${each.round} 次重办` : '';
  return html`<p>${each.agency}（${each.state}${round}）</p>${lines(each.rows)}
${[...each.contacts].reverse().map((contact) => html`<p>联系诉求人：${contact.at.exact}　${contact.text}</p>`)}
${[...each.replies].reverse().map(reply)}`;
}

function reply(each: AssignmentView['replies'][number]): Html {
  const state = each.approved ? '已审核' : '未审核';
  return html`<p><strong>${each.publicReply ? '答复' : '协办意见'}（${each.at.exact} ${each.by}，${state}）</strong></p>
<p>办理情况：</p>${prose(each.handling)}${each.publicReply ? html`<p>公开答复：</p>${prose(each.publicReply)}` : ''}${lines(each.rows)}`;
}

function lines(rows: AssignmentView['rows']): Html {
  return html`${rows.map(([term, value]) => (value ? html`<p>${term}：${value}</p>` : ''))}`;
}

function files(list: CaseView['files']): Html {
  return html`${list.map((file) => html`<p>${file.name}（${file.size}，${file.uploaded}）</p>`)}`;
}
