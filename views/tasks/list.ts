import {
  type ClockTone,
  type Column,
  clockBadge,
  emptyState,
  type Flags,
  flags,
  type Html,
  html,
  pageHead,
  pager,
  queueTable,
} from '../ui/index.ts';

export type TaskLine = {
  href: string;
  /** What has to be done, in a word. */
  name: string;
  what: string;
  /** Whose it is; '' where anybody may do it. */
  person: string;
  number: string;
  headline: string;
  flags: Flags;
  clock: { text: string; tone: ClockTone; title: string } | null;
};

/** What somebody still has to do beside the queues. */
export function tasksView(props: {
  lines: readonly TaskLine[];
  firstHref: string | null;
  nextHref: string | null;
}): Html {
  const empty = emptyState({
    title: '没有待办事项',
    text: '承诺稍后答复来电人的问题、需要电话通知承办单位等事项会列在这里，登记完成后自动移除。',
  });
  return html`${pageHead({ title: '我的待办', sub: '本人承诺的在前，其余按时限先后。点开即可登记办理情况。' })}
${tasksTable('我的待办', props.lines, empty)}
${pager({ prevHref: props.firstHref, nextHref: props.nextHref, prevText: '回到首页', countText: `本页 ${props.lines.length} 项` })}`;
}

/** Each row leads to the form that puts the task on record. */
export function tasksTable(caption: string, lines: readonly TaskLine[], empty: Html): Html {
  return queueTable({
    caption,
    columns: lines.some((line) => line.person !== '') ? [...COLUMNS, PERSON] : COLUMNS,
    link: 'what',
    empty,
    rows: lines.map((line) => ({
      href: line.href,
      urgent: line.clock?.tone === 'overdue',
      cells: {
        name: line.name,
        what: line.what,
        clock: line.clock ? clockBadge(line.clock) : '',
        number: line.number,
        headline: html`${flags(line.flags)}${line.headline}`,
        person: line.person,
      },
    })),
  });
}

const COLUMNS: readonly Column[] = [
  { key: 'name', label: '事项' },
  { key: 'what', label: '内容', grow: true },
  { key: 'clock', label: '时限' },
  { key: 'headline', label: '工单' },
  { key: 'number', label: '工单号', minor: true },
];
const PERSON: Column = { key: 'person', label: '承诺人', minor: true };
