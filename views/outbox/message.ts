import type { Moment } from '../cases/queue.ts';
import {
  attributes,
  card,
  csrfField,
  dataTable,
  definitionList,
  emptyState,
  formActions,
  type Html,
  html,
  note,
  pageHead,
  postButton,
  prose,
  statusBadge,
  submitButton,
  type Tone,
  timeTag,
} from '../ui/index.ts';
import { toldField } from './told-field.ts';

export type MessageProps = {
  id: number;
  about: string;
  tone: Tone;
  state: string;
  note: string;
  rows: readonly (readonly [string, string])[];
  caseLink: { href: string; text: string } | null;
  /** Null for whoever may not read what is said of a case. */
  text: string | null;
  tries: readonly { at: Moment; gateway: string; result: string; why: string }[];
  canResend: boolean;
  /** It may have arrived already. */
  mayArriveTwice: boolean;
  canCancel: boolean;
  canPhone: boolean;
  csrf: string;
};

/** One message: to whom, what, each try, and what can be done about it. */
export function messageView(props: MessageProps): Html {
  const head = pageHead({
    title: props.about,
    back: { href: '/outbox', text: '消息发件箱' },
    sub: statusBadge(props.tone, props.state),
    actions: html`${props.canResend ? resend(props) : ''}${props.canCancel ? cancel(props) : ''}`,
  });
  const link = props.caseLink ? html`<a href="${props.caseLink.href}">${props.caseLink.text}</a>` : null;
  return html`${head}${props.note ? note(props.tone === 'overdue' ? 'error' : 'info', props.note) : ''}
${card('消息', html`${definitionList([...props.rows, ['工单', link]])}${props.text === null ? note('info', '消息内容涉及工单，不对系统管理员显示。') : prose(props.text)}`)}
${props.canPhone ? card('登记电话通知', told(props)) : ''}${card('发送经过', tries(props))}`;
}

function resend({ id, csrf, mayArriveTwice }: MessageProps): Html {
  return postButton({
    action: `/outbox/${id}/resend`,
    csrf,
    text: '重新发送',
    tone: 'primary',
    ...(mayArriveTwice ? { confirm: '这条消息可能已经送出，重新发送后收件人可能收到两次。' } : {}),
  });
}

function cancel({ id, csrf, tone }: MessageProps): Html {
  return postButton({
    action: `/outbox/${id}/cancel`,
    csrf,
    text: tone === 'overdue' ? '不再发送' : '取消发送',
    confirm: tone === 'overdue' ? '这条消息将不再列为发送失败，也不再发送。' : '取消后这条消息不再自动发送。',
  });
}

function told({ id, csrf }: MessageProps): Html {
  const own = attributes({ method: 'post', action: `/outbox/${id}/phoned` });
  return html`<form ${own}>${csrfField(csrf)}${toldField()}${formActions([submitButton({ text: '登记已通知', small: true })])}</form>`;
}

function tries(props: MessageProps): Html {
  return dataTable({
    caption: '发送经过',
    columns: [
      { key: 'at', label: '时间' },
      { key: 'gateway', label: '网关' },
      { key: 'result', label: '结果' },
      { key: 'why', label: '说明' },
    ],
    rows: props.tries.map((each) => ({
      cells: {
        at: timeTag(each.at.at, each.at.text, each.at.exact),
        gateway: each.gateway,
        result: each.result,
        why: each.why,
      },
    })),
    empty: emptyState({ title: '还没有发送过', text: '到时间后自动发送，每次发送的结果记在这里。' }),
  });
}
