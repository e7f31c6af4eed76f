import {
  type Column,
  clockBadge,
  emptyState,
  flags,
  type Html,
  html,
  linkButton,
  note,
  pageHead,
  pager,
  queueTable,
  timeTag,
} from '../ui/index.ts';
import { type Moment, marks, type QueueRow, type Steps } from './queue.ts';

/** A case that waits for a time of its own. */
export type WaitingRow = QueueRow & { when: Moment; since: string; why: string };

export type WaitingProps = {
  key: string;
  title: string;
  empty: string;
  /** What the column of the time is called: 可回访时间, 复核日期. */
  whenLabel: string;
  /** Whether the rows also say why they wait and since when. */
  ledger: boolean;
  rows: readonly WaitingRow[];
  steps: Steps;
};

/** Cases in the order of the time they wait for. */
export function waitingView(props: WaitingProps): Html {
  return html`${pageHead({ title: props.title })}
${queueTable({
  caption: props.title,
  columns: columnsOf(props),
  empty: emptyState({ title: '这里暂时没有工单', text: props.empty }),
  rows: props.rows.map((row) => ({
    href: `/cases/${row.id}?from=${props.key}`,
    // The ledger needs the room: it says itself what a preview would.
    preview: props.ledger ? null : `/cases/${row.id}/preview`,
    urgent: row.flags.urgent ?? false,
    cells: {
      number: row.number,
      headline: html`${flags(row.flags)}${marks(row.marks)}${row.headline}`,
      kind: row.kind,
      agency: row.agency ?? '',
      when: timeTag(row.when.at, row.when.text, row.when.exact),
      clock: row.clock ? clockBadge(row.clock) : '',
      since: row.since,
      why: row.why,
      last: timeTag(row.last.at, row.last.text, row.last.exact),
    },
  })),
})}${pager({ prevHref: props.steps.first, nextHref: props.steps.next, countText: props.steps.countText })}`;
}

function columnsOf({ whenLabel, ledger }: WaitingProps): readonly Column[] {
  return [
    { key: 'when', label: whenLabel },
    { key: 'number', label: '工单号' },
    { key: 'headline', label: '标题', grow: true },
    ...(ledger ? [{ key: 'why', label: '原因' }] : [{ key: 'kind', label: '类型' }]),
    { key: 'agency', label: '承办单位' },
    { key: 'clock', label: '时限' },
    ...(ledger ? [{ key: 'since', label: '时长' }] : [{ key: 'last', label: '最近动作', minor: true }]),
  ];
}

/** Said above the list of call-backs at night, with the way to what waits. */
export function quietView(text: string, waitingHref: string, list: Html): Html {
  return html`${note('info', text)}<p>${linkButton({ href: waitingHref, text: '查看各件可回访时间', small: true })}</p>${list}`;
}
