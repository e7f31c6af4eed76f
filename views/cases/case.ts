import { REVEAL_PURPOSES } from '../../src/rules/confidentiality.ts';
import type { FileItem } from '../attachments/files.ts';
import {
  type Action,
  type ActionGroup,
  actPlace,
  attributes,
  type Clock,
  type Content,
  card,
  clockBar,
  copyButton,
  csrfField,
  definitionList,
  disclosure,
  emptyState,
  type Flags,
  field,
  flags,
  type Html,
  html,
  linkButton,
  note,
  pageHead,
  primaryAndMore,
  prose,
  stateSentence,
  statusBadge,
  submitButton,
  type Tone,
  thumbnails,
  timeline,
  timeTag,
  twoColumns,
} from '../ui/index.ts';
import { type ActFormProps, actFormView } from './act-form.ts';
import { type Mark, type Moment, marks } from './queue.ts';

export type Citizen = {
  /** Null: the case is confidential and this person may not know. */
  rows: readonly (readonly [string, string])[] | null;
  /** Whether there is something to reveal, and it was not yet. */
  canReveal: boolean;
  revealed: boolean;
};

export type AssignmentView = {
  agency: string;
  role: string;
  state: string;
  tone: Tone;
  round: number;
  rows: readonly (readonly [string, Content | null])[];
  contacts: readonly { at: Moment; text: string }[];
  replies: readonly {
    at: Moment;
    by: string;
    handling: string;
    publicReply: string;
    rows: readonly (readonly [string, string])[];
    approved: boolean;
  }[];
};

/** What hangs on the case without moving it, as a card: facts, then what happened line by line. */
export type Beside = {
  title: string;
  /** Stands above the request, because it changes what the reader does first. */
  first?: true;
  rows: readonly (readonly [string, string])[];
  lines: readonly { at: Moment; text: string; note?: string }[];
  links?: readonly { href: string; text: string }[];
};

export type CaseView = {
  id: number;
  number: string;
  headline: string;
  flags: Flags;
  marks: readonly Mark[];
  state: { tone: Tone; name: string; sentence: string };
  /** Why it is back with whoever reads this: sent back by the leader, by the hotline, for a redo. */
  attention: string | null;
  /** Kind, channel, when received. */
  sub: string;
  received: Moment;
  /** What an operator sees of other operators' cases. */
  headlineOnly: boolean;
  text: string;
  facts: readonly (readonly [string, string])[];
  answer: { title: string; text: string; rows: readonly (readonly [string, string])[] } | null;
  citizen: Citizen | null;
  assignments: readonly AssignmentView[];
  /** Side processes: extension, supervision, tasks, links ... in the order of src/cases/beside/index.ts. */
  beside: readonly Beside[];
  callbacks: readonly { at: Moment; text: string }[];
  /** Empty for agencies, which do not read them. */
  calls: readonly { at: Moment; text: string; note: string }[];
  clocks: readonly Clock[];
  /** `notice`: a message that was sent, not something that was done. */
  events: readonly { at: Moment; what: string; who: string; note: string; tone: Tone; notice?: true }[];
  files: readonly FileItem[];
};

export type CasePageProps = {
  view: CaseView;
  primary: Action | null;
  more: readonly ActionGroup[];
  form: ActFormProps | null;
  /** Why a form was not taken although it can no longer be shown, and what stood in it. */
  lost: { message: string; texts: readonly string[] } | null;
  csrf: string;
  /** The queue the person works down. */
  from: { key: string; label: string } | null;
};

const PURPOSES = REVEAL_PURPOSES.map((text) => ({ value: text, text }));

/** A case from top to bottom: where it stands, what can be done now, the request, the answer, clocks, everything done. */
export function casePageView(props: CasePageProps): Html {
  const { view } = props;
  return html`${head(props)}${stateSentence({ tone: view.state.tone, state: view.state.name, text: view.state.sentence })}
${view.attention ? note('warn', view.attention) : ''}${props.lost ? lostForm(props.lost) : ''}
${view.headlineOnly ? html`${acts(props)}${headlineOnly(view)}` : whole(props)}`;
}

function acts(props: CasePageProps): Html {
  const form = props.form ? actFormView(props.form, props.csrf, props.from?.key ?? null) : '';
  return html`${primaryAndMore({ primary: props.primary, more: props.more })}${actPlace(form)}`;
}

/** Beside a queue: enough to know what it is about. */
export function previewView(view: CaseView): Html {
  return html`<h2 class="ui-preview-title"><a href="/cases/${view.id}">${flags(view.flags)}${marks(view.marks)}${view.headline}</a></h2>
${stateSentence({ tone: view.state.tone, state: view.state.name, text: view.state.sentence })}
<p class="ui-muted">${view.number}　${view.sub}</p>
${view.headlineOnly ? '' : prose(view.text)}${definitionList(view.facts)}
${view.answer ? card(view.answer.title, prose(view.answer.text)) : ''}
${card('最近动作', timelineOf(view.events.filter((each) => !each.notice).slice(0, 4)))}`;
}

function head({ view, from }: CasePageProps): Html {
  const tools = html`${copyButton(view.number, '复制工单号')}${view.headlineOnly ? '' : linkButton({ href: `/cases/${view.id}/print`, text: '打印', icon: 'printer', tone: 'quiet', small: true })}${
    from
      ? linkButton({
          href: `/queues/${from.key}/next?not=${view.id}`,
          text: '下一件',
          tone: 'default',
          small: true,
          key: 'n',
        })
      : ''
  }`;
  return pageHead({
    title: view.headline,
    back: from ? { href: `/queues/${from.key}`, text: from.label } : null,
    sub: html`${flags(view.flags)}${marks(view.marks)}<span class="ui-number">${view.number}</span>　${view.sub}　${timeTag(view.received.at, view.received.text, view.received.exact)} 登记`,
    actions: tools,
  });
}

function lostForm(lost: { message: string; texts: readonly string[] }): Html {
  const texts = lost.texts.map(
    (
      text,
      index,
    ) => html`<div class="ui-field"><label class="form-label" for="lost-${index}">您填写的内容</label><textarea class="form-control" id="lost-${index}" rows="4" readonly>
${text}</textarea>${copyButton(text)}</div>`,
  );
  return html`${note('error', lost.message)}${texts}`;
}

function headlineOnly(view: CaseView): Html {
  return html`${note('info', '该工单由其他话务员首接，这里只显示办理进度。诉求人再次来电时，可据此答复进度，或登记新工单。')}${clocksCard(view.clocks)}${
    view.answer ? card(view.answer.title, prose(view.answer.text)) : ''
  }`;
}

function whole(props: CasePageProps): Html {
  const { view } = props;
  const main = html`${acts(props)}
${view.beside.filter((each) => each.first).map(besideCard)}
${card('诉求内容', html`${prose(view.text)}${definitionList(view.facts)}`)}
${view.files.length > 0 ? card('附件', html`${thumbnails(view.files)}<p class="mt-2 mb-0">${linkButton({ href: `/cases/${view.id}/files.zip`, text: '全部下载', icon: 'download', small: true })}</p>`) : ''}
${view.answer ? card(view.answer.title, html`${prose(view.answer.text)}${definitionList(view.answer.rows)}`) : ''}
${view.assignments.length > 0 ? card('办理', html`${view.assignments.map(assignmentView)}`) : ''}
${view.beside.filter((each) => !each.first).map(besideCard)}
${view.callbacks.length > 0 ? card('回访', lines(view.callbacks)) : ''}
${view.calls.length > 0 ? card('通话记录', lines(view.calls)) : ''}
${card('全部经过', timelineOf(view.events))}`;
  const side = html`${view.citizen ? citizenCard(view.citizen, view.id, props.csrf, props.from?.key ?? null) : ''}
${view.clocks.length > 0 ? clocksCard(view.clocks) : ''}`;
  return twoColumns(main, side);
}

function besideCard({ title, rows, lines: happened, links = [] }: Beside): Html {
  return card(
    title,
    html`${definitionList(rows)}${happened.length > 0 ? lines(happened) : ''}${links.length > 0 ? html`<p class="ui-beside-links">${links.map((link) => linkButton({ href: link.href, text: link.text, small: true }))}</p>` : ''}`,
  );
}

function lines(list: readonly { at: Moment; text: string; note?: string }[]): Html {
  return html`<ul class="ui-lines">${list.map((each) => html`<li>${timeTag(each.at.at, each.at.text, each.at.exact)}　${each.text}${each.note ? prose(each.note) : ''}</li>`)}</ul>`;
}

/** What runs or was late stands open; what was met in time, redo after redo, behind a word. */
function clocksCard(clocks: readonly Clock[]): Html {
  const past = clocks.filter((clock) => clock.metText !== null && clock.tone !== 'overdue');
  const telling = clocks.filter((clock) => !past.includes(clock));
  const body = html`${telling.length > 0 ? clockBar(telling) : ''}${past.length > 0 ? disclosure(`已结束的时限 ${past.length} 项`, clockBar(past)) : ''}`;
  return card('时限', body);
}

/** Who asked, masked; the whole number comes in its place, with a line in the audit log. */
export function citizenCard(citizen: Citizen, caseId: number, csrf: string, from: string | null): Html {
  if (citizen.rows === null) {
    return card(
      '诉求人',
      note('info', '诉求人要求保密，姓名、电话和住址不对承办单位显示。需要联系的，请通过热线中心转达。'),
      { id: 'citizen' },
    );
  }
  const rows =
    citizen.rows.length > 0
      ? definitionList(
          citizen.rows.map(([term, value]) => [term, citizen.revealed ? dialled(term, value) : value]),
        )
      : emptyState({ title: '匿名', text: '诉求人没有留下姓名和联系方式。' });
  const own = attributes({
    method: 'post',
    action: `/cases/${caseId}/reveal`,
    'hx-post': `/cases/${caseId}/reveal`,
    'hx-target': '#citizen',
    'hx-swap': 'outerHTML',
  });
  const reveal = citizen.canReveal
    ? disclosure(
        '显示完整信息',
        html`<form ${own}>${csrfField(csrf)}<input type="hidden" name="from" value="${from ?? ''}">${field({ name: 'purpose', label: '用途', widget: 'select', options: PURPOSES, placeholder: null, value: '联系诉求人' })}<p class="ui-muted">查看人、时间和用途会记入操作日志。</p>${submitButton({ text: '显示', small: true })}</form>`,
      )
    : '';
  return card(
    '诉求人',
    html`${rows}${citizen.revealed ? note('info', '已记入操作日志。离开本页后恢复隐藏。') : ''}${reveal}`,
    { id: 'citizen' },
  );
}

/** On a phone the number is one press away from the call. */
function dialled(term: string, value: string): Content {
  const number = (value.split('转')[0] ?? '').replace(/[^\d+]/g, '');
  return term === '电话' ? html`<a href="tel:${number}">${value}</a>` : value;
}

function assignmentView(assignment: AssignmentView): Html {
  const round = assignment.round > 0 ? html`<span class="ui-muted">第 ${assignment.round} 次重办</span>` : '';
  return html`<section class="ui-assignment"><h3>${assignment.role}　${assignment.agency} ${statusBadge(assignment.tone, assignment.state)} ${round}</h3>
${definitionList(assignment.rows)}
${assignment.contacts.map((each) => html`<p>${timeTag(each.at.at, each.at.text, each.at.exact)} 联系诉求人：${each.text}</p>`)}
${assignment.replies.map((reply, index) => replyView(reply, index === 0))}</section>`;
}

function replyView(reply: AssignmentView['replies'][number], latest: boolean): Html {
  const body = html`${reply.publicReply ? html`<h4>公开答复</h4>${prose(reply.publicReply)}` : ''}<h4>${reply.publicReply ? '办理情况' : '协办意见'}</h4>${prose(reply.handling)}${definitionList(reply.rows)}`;
  const title = `${reply.at.text} ${reply.by}${reply.approved ? '，已审核' : '，未审核'}`;
  return latest
    ? html`<div class="ui-reply"><p class="ui-muted">${title}</p>${body}</div>`
    : disclosure(`较早的答复（${title}）`, body);
}

function timelineOf(events: CaseView['events']): Html {
  return timeline(
    events.map((event) => ({
      at: timeTag(event.at.at, event.at.text, event.at.exact),
      what: event.what,
      who: event.who,
      note: event.note ? prose(event.note) : null,
      tone: event.tone,
    })),
  );
}
