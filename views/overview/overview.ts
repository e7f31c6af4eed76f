import { card, dataTable, emptyState, figures, type Html, html, pageHead } from '../ui/index.ts';

export type OverviewProps = {
  at: string;
  today: number;
  late: { count: number; href: string | null };
  states: readonly { name: string; count: number; href: string | null }[];
  /** Counted apart: neither in work nor late. */
  merged: { count: number; href: string | null };
  suspended: { count: number; reviewsDue: number; href: string | null };
  agencies: readonly { agency: string; open: number; unsigned: number; late: number; href: string | null }[];
};

export function overviewView(props: OverviewProps): Html {
  const rows = props.agencies.map((each) => ({
    cells: {
      agency: each.href ? html`<a href="${each.href}">${each.agency}</a>` : each.agency,
      open: String(each.open),
      unsigned: String(each.unsigned),
      late: String(each.late),
    },
  }));
  return html`${pageHead({ title: '办理总览', sub: `截至 ${props.at}` })}
${figures([
  { label: '今日登记', value: String(props.today), tone: 'new' },
  {
    label: '超期未办',
    value: String(props.late.count),
    href: props.late.href,
    tone: props.late.count > 0 ? 'overdue' : 'neutral',
  },
  ...props.states.map((state) => ({ label: state.name, value: String(state.count), href: state.href })),
])}
${card(
  '单独统计，不计入在办和超期',
  figures([
    { label: '已并案，随主工单办理', value: String(props.merged.count), href: props.merged.href },
    { label: '挂账', value: String(props.suspended.count), href: props.suspended.href },
    {
      label: '今日及以前应复核',
      value: String(props.suspended.reviewsDue),
      href: props.suspended.href,
      tone: props.suspended.reviewsDue > 0 ? 'due' : 'neutral',
    },
  ]),
)}
${dataTable({
  caption: '各单位在办情况',
  captionVisible: true,
  columns: [
    { key: 'agency', label: '承办单位' },
    { key: 'open', label: '在办', align: 'end' },
    { key: 'unsigned', label: '待签收', align: 'end' },
    { key: 'late', label: '超期', align: 'end' },
  ],
  rows,
  foot: '在办：已派单、尚未答复的工单，按牵头单位统计。待签收：派给该单位尚未签收的派单，含协办。超期：在办工单中，当前最近一个时限已过的。',
  empty: emptyState({
    title: '目前没有在办的工单',
    text: '派单后，各承办单位的在办、待签收和超期数量会列在这里。',
  }),
})}`;
}
