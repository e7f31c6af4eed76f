import type { Moment } from '../cases/queue.ts';
import {
  emptyState,
  type Html,
  html,
  pageHead,
  pager,
  queueTable,
  statusBadge,
  type Tab,
  type Tone,
  tabs,
  timeTag,
} from '../ui/index.ts';

export type AppealRow = {
  caseId: number;
  caseNumber: string;
  headline: string;
  agency: string;
  reason: string;
  asked: Moment;
  who: string;
  status: 'asked' | 'proposed' | 'granted' | 'refused';
  state: string;
};

const TONES: Record<AppealRow['status'], Tone> = {
  asked: 'new',
  proposed: 'due',
  granted: 'done',
  refused: 'neutral',
};

/** Appeals against assessment, each a line that opens its case. */
export function appealsView(props: {
  states: readonly Tab[];
  open: boolean;
  rows: readonly AppealRow[];
  firstHref: string | null;
  nextHref: string | null;
}): Html {
  const empty = emptyState(
    props.open
      ? {
          title: '没有待处理的申诉',
          text: '承办单位对工单提出申诉，或值班长提请不计入考核后，会列在这里，先提出的在前。',
        }
      : { title: '还没有处理过申诉', text: '确认或驳回的申诉会列在这里。' },
  );
  const count = props.rows.length;
  const table = queueTable({ caption: '申诉', columns: COLUMNS, empty, rows: props.rows.map(row) });
  return html`${pageHead({ title: '申诉与免考核' })}${tabs(props.states, '申诉状态')}${table}${pager({
    prevHref: props.firstHref,
    prevText: '回到首页',
    nextHref: props.nextHref,
    countText: props.firstHref || props.nextHref ? `本页 ${count} 件` : `共 ${count} 件`,
  })}`;
}

const COLUMNS = [
  { key: 'number', label: '工单号' },
  { key: 'headline', label: '工单', grow: true },
  { key: 'agency', label: '承办单位' },
  { key: 'state', label: '状态' },
  { key: 'asked', label: '提出' },
  { key: 'who', label: '提出、提请、处理', minor: true },
] as const;

function row(line: AppealRow) {
  return {
    href: `/cases/${line.caseId}`,
    preview: `/cases/${line.caseId}/preview`,
    cells: {
      number: line.caseNumber,
      headline: html`${line.headline}<span class="ui-muted">　${line.reason}</span>`,
      agency: line.agency,
      state: statusBadge(TONES[line.status], line.state),
      asked: timeTag(line.asked.at, line.asked.text, line.asked.exact),
      who: line.who,
    },
  };
}
