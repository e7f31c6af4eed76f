import { type TaskLine, tasksTable } from '../tasks/list.ts';
import {
  attributes,
  type ClockTone,
  type Column,
  card,
  clockBadge,
  emptyState,
  type Flags,
  flags,
  type Html,
  html,
  note,
  pageHead,
  queueTable,
} from '../ui/index.ts';

/** An urgent case that nobody has in hand yet. */
export type WaitingLine = {
  href: string;
  number: string;
  headline: string;
  flags: Flags;
  state: string;
  agency: string;
  clock: { text: string; tone: ClockTone; title: string } | null;
};

export type DutyProps = {
  /** "14:05" */
  at: string;
  tasks: readonly TaskLine[];
  /** How many more there are than are shown. */
  moreTasks: number;
  waiting: readonly WaitingLine[];
  moreWaiting: boolean;
  /** Reminders that wait on the call list, in words: "12", "1000+". */
  toPhone: string;
};

/** The screen that stays open at the duty desk; it renews itself and makes no sound. */
export function dutyView(props: DutyProps): Html {
  const renewal = attributes({
    id: 'duty',
    'hx-get': '/duty/now',
    'hx-trigger': 'every 15s',
    'hx-swap': 'innerMorph',
    'hx-status:4xx': 'swap:none',
    'hx-status:5xx': 'swap:none',
  });
  return html`${pageHead({ title: '值班台', sub: '紧急诉求须立即派出并电话通知承办单位，突发事件须及时报告。本页每 15 秒自动更新，点开一行即可登记。' })}
<div ${renewal}>${dutyBody(props)}</div>`;
}

/** The part that is fetched anew. */
export function dutyBody(props: DutyProps): Html {
  const more =
    props.moreTasks > 0 ? note('warn', `另有 ${props.moreTasks} 项未列出，请先处理上列各项。`) : '';
  const moreWaiting = props.moreWaiting ? note('warn', '还有更多紧急工单未列出，请先处理上列各件。') : '';
  const late = props.tasks.filter((line) => line.clock?.tone === 'overdue').length;
  return html`<p class="ui-muted">更新于 ${props.at}　待登记 ${props.tasks.length + props.moreTasks} 项${late > 0 ? `，其中 ${late} 项已超时` : ''}</p>
${card('须立即通知', html`${tasksTable('须立即通知', props.tasks, NOTHING_TO_TELL)}${more}`)}
${card('紧急工单，尚未派出或签收', html`${waitingTable(props.waiting)}${moreWaiting}`)}${toPhone(props)}`;
}

function toPhone({ toPhone: count }: DutyProps): Html | '' {
  if (count === '0') return '';
  return note(
    'info',
    html`另有 ${count} 条提醒没有网关可发，待电话通知：<a href="/call-list">电话通知单</a>`,
  );
}

const NOTHING_TO_TELL = emptyState({
  title: '目前没有需要立即通知的事项',
  text: '紧急工单派出后，须电话通知的承办单位会列在这里，登记通知到何人后移除；突发事件须通知的联系人也列在这里。',
});

const NOTHING_WAITS = emptyState({
  title: '目前没有等待派出或签收的紧急工单',
  text: '标记为紧急的工单，从登记到承办单位签收之前会列在这里，时限最近的在前。',
});

const COLUMNS: readonly Column[] = [
  { key: 'number', label: '工单号' },
  { key: 'headline', label: '标题', grow: true },
  { key: 'state', label: '状态' },
  { key: 'agency', label: '承办单位' },
  { key: 'clock', label: '时限' },
];

function waitingTable(lines: readonly WaitingLine[]): Html {
  return queueTable({
    caption: '紧急工单，尚未派出或签收',
    columns: COLUMNS,
    empty: NOTHING_WAITS,
    rows: lines.map((line) => ({
      href: line.href,
      urgent: true,
      cells: {
        number: line.number,
        headline: html`${flags(line.flags)}${line.headline}`,
        state: line.state,
        agency: line.agency,
        clock: line.clock ? clockBadge(line.clock) : '',
      },
    })),
  });
}
