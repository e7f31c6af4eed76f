import type { Moment } from '../cases/queue.ts';
import {
  emptyState,
  field,
  filterBar,
  type Html,
  html,
  type Option,
  pageHead,
  pager,
  postButton,
  queueTable,
  statusBadge,
  type Tab,
  type Tone,
  tabs,
  timeTag,
} from '../ui/index.ts';

export type OutboxRow = {
  id: number;
  about: string;
  recipient: string;
  medium: string;
  caseNumber: string;
  tone: Tone;
  state: string;
  attempts: number;
  created: Moment;
  note: string;
};

export type OutboxProps = {
  states: readonly Tab[];
  status: string;
  filter: { text: string; medium: string };
  media: readonly Option[];
  filtered: boolean;
  rows: readonly OutboxRow[];
  /** How many failed ones can be sent again at once; '' where none or not asked for. */
  failed: string;
  csrf: string;
  firstHref: string | null;
  nextHref: string | null;
};

/** Everything that was sent, waits or failed, newest first (X-F1). */
export function outboxView(props: OutboxProps): Html {
  const again = props.failed
    ? postButton({
        action: '/outbox/resend-failed',
        csrf: props.csrf,
        text: '全部重新发送',
        confirm: `将重新发送 ${props.failed} 条发送失败的消息，已不属实的会自动取消。`,
      })
    : '';
  const head = pageHead({
    title: '消息发件箱',
    sub: '短信、邮件和电话通知都记在这里，最新的在前。发送失败的会自动重试，仍不成功的由人处理。',
    actions: again,
  });
  return html`${head}${tabs(props.states, '消息状态')}${filters(props)}${table(props)}${pager({
    prevHref: props.firstHref,
    prevText: '回到首页',
    nextHref: props.nextHref,
    countText: `本页 ${props.rows.length} 条`,
  })}`;
}

function filters({ status, filter, media, filtered }: OutboxProps): Html {
  return filterBar({
    action: '/outbox',
    keep: status ? { status } : {},
    fields: [
      field({
        name: 'q',
        label: '工单号或收件人',
        widget: 'search',
        value: filter.text,
        layout: 'inline',
        maxlength: 40,
      }),
      field({
        name: 'medium',
        label: '方式',
        widget: 'select',
        value: filter.medium,
        options: media,
        placeholder: '全部',
        layout: 'inline',
      }),
    ],
    resetHref: filtered ? '/outbox' : null,
  });
}

const COLUMNS = [
  { key: 'about', label: '事项', grow: true },
  { key: 'recipient', label: '收件人' },
  { key: 'medium', label: '方式' },
  { key: 'number', label: '工单号' },
  { key: 'state', label: '状态' },
  { key: 'attempts', label: '次数', align: 'end', minor: true },
  { key: 'created', label: '生成' },
] as const;

function table({ rows, filtered }: OutboxProps): Html {
  const empty = emptyState(
    filtered
      ? { title: '没有符合条件的消息', text: '放宽条件再找。' }
      : {
          title: '还没有消息',
          text: '派单、临期、超期等提醒和给诉求人的通知会列在这里。提醒什么、发给谁，由系统管理员在“设置与时限”的“提醒规则”中设置。',
        },
  );
  return queueTable({
    caption: '消息',
    columns: COLUMNS,
    link: 'about',
    empty,
    rows: rows.map((row) => ({
      href: `/outbox/${row.id}`,
      cells: {
        about: html`${row.about}${row.note ? html`<span class="ui-muted">　${row.note}</span>` : ''}`,
        recipient: row.recipient,
        medium: row.medium,
        number: row.caseNumber,
        state: statusBadge(row.tone, row.state),
        attempts: row.attempts > 0 ? String(row.attempts) : '',
        created: timeTag(row.created.at, row.created.text, row.created.exact),
      },
    })),
  });
}
