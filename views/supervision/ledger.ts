import type { Moment } from '../cases/queue.ts';
import {
  type ClockTone,
  clockBadge,
  emptyState,
  type Html,
  html,
  linkButton,
  pageHead,
  pager,
  queueTable,
  statusBadge,
  type Tab,
  type Tone,
  tabs,
  timeTag,
} from '../ui/index.ts';

export type LedgerRow = {
  caseId: number;
  printHref: string;
  number: string;
  caseNumber: string;
  headline: string;
  agency: string;
  instrument: string;
  issued: Moment;
  due: Moment | null;
  round: number;
  state: { status: 'issued' | 'answered' | 'released'; name: string };
  clock: { text: string; tone: ClockTone; title: string } | null;
};

const TONES: Record<LedgerRow['state']['status'], Tone> = {
  issued: 'new',
  answered: 'due',
  released: 'done',
};

/** 督办台账: every order, what it demands of whom until when, and where it stands. */
export function ledgerView(props: {
  states: readonly Tab[];
  filtered: boolean;
  rows: readonly LedgerRow[];
  firstHref: string | null;
  nextHref: string | null;
}): Html {
  const empty = props.filtered
    ? emptyState({
        title: '没有这种状态的督办',
        text: '请换一种状态再看。',
        action: linkButton({ href: '/supervision', text: '查看全部督办' }),
      })
    : emptyState({
        title: '还没有督办',
        text: '值班长在工单页面点“督办”，或核实后按规定列入督办的工单，会逐件列在这里。',
      });
  const count = props.rows.length;
  const table = queueTable({ caption: '督办台账', columns: COLUMNS, empty, rows: props.rows.map(row) });
  return html`${pageHead({ title: '督办台账', sub: '按下达先后排列，最新的在前。' })}${tabs(props.states, '督办状态')}${table}${pager(
    {
      prevHref: props.firstHref,
      prevText: '回到首页',
      nextHref: props.nextHref,
      countText: props.firstHref || props.nextHref ? `本页 ${count} 件` : `共 ${count} 件`,
    },
  )}`;
}

const COLUMNS = [
  { key: 'number', label: '督办编号' },
  { key: 'headline', label: '工单', grow: true },
  { key: 'agency', label: '承办单位' },
  { key: 'instrument', label: '督办方式' },
  { key: 'state', label: '状态' },
  { key: 'clock', label: '时限' },
  { key: 'issued', label: '下达', minor: true },
  { key: 'due', label: '整改期限' },
  { key: 'round', label: '轮次', minor: true },
] as const;

function row(line: LedgerRow) {
  const moment = (at: Moment) => timeTag(at.at, at.text, at.exact);
  return {
    href: `/cases/${line.caseId}`,
    preview: `/cases/${line.caseId}/preview`,
    cells: {
      number: html`<a href="${line.printHref}" title="打印督办单">${line.number}</a>`,
      headline: html`<span class="ui-number">${line.caseNumber}</span> ${line.headline}`,
      agency: line.agency,
      instrument: line.instrument,
      issued: moment(line.issued),
      due: line.due ? moment(line.due) : '待工作日历录入',
      round: `第 ${line.round} 次`,
      state: statusBadge(TONES[line.state.status], line.state.name),
      clock: line.clock ? clockBadge(line.clock) : '',
    },
  };
}
