import {
  type ClockTone,
  type Column,
  clockBadge,
  emptyState,
  type Flags,
  field,
  filterBar,
  filterChips,
  flags,
  type Html,
  html,
  type Option,
  pageHead,
  pager,
  queueTable,
  statusBadge,
  type Tone,
  timeTag,
} from '../ui/index.ts';

export type Moment = { at: number; text: string; exact: string };

/** A word or two that stand out beside a headline: 红牌, 督办, 催办 2 次. */
export type Mark = { tone: Tone; text: string };

export type QueueRow = {
  id: number;
  number: string;
  headline: string;
  kind: string;
  state: string;
  agency: string | null;
  flags: Flags;
  marks: readonly Mark[];
  clock: { text: string; tone: ClockTone; title: string } | null;
  received: Moment;
  last: Moment;
};

export type FilterBar = {
  action: string;
  typed: string;
  kinds: readonly Option[];
  statuses: readonly Option[];
  agencies: readonly Option[];
  areas: readonly Option[];
  categories: readonly Option[];
  chosen: { kind: string; status: string; agency: string; area: string; category: string; sort: string };
  chips: readonly { label: string; value: string; removeHref: string }[];
  clearHref: string;
};

export type Steps = { first: string | null; next: string | null; countText: string };

/** One queue. `mixed` shows each row's state, where the queue itself does not say it. */
export function queueView(props: {
  key: string;
  title: string;
  empty: string;
  mixed: boolean;
  rows: readonly QueueRow[];
  filter: FilterBar;
  steps: Steps;
}): Html {
  const filtered = props.filter.chips.length > 0;
  const empty = emptyState({
    title: filtered ? '没有符合条件的工单' : '这里暂时没有工单',
    text: filtered ? '请减少条件后再看。' : props.empty,
  });
  return html`${pageHead({ title: props.title })}${bar(props.filter, DUE_SORTS)}${filterChips(props.filter.chips)}
${table(props.title, props.rows, props.mixed, empty, props.key)}${stepper(props.steps)}`;
}

const HOW = { all: '最近的工单', phone: '该号码的工单', text: '检索结果' } as const;

/** What the search box found. */
export function resultsView(props: {
  typed: string;
  how: keyof typeof HOW;
  rows: readonly QueueRow[];
  filter: FilterBar;
  steps: Steps;
  maySearchPhone: boolean;
}): Html {
  const hint = props.maySearchPhone
    ? '可输入工单号、电话号码或诉求中的任意文字。'
    : '可输入工单号或诉求中的任意文字。';
  const empty = emptyState({
    title: emptyTitle(props),
    text: props.typed ? `请换个说法或减少条件。${hint}` : hint,
  });
  const sub = props.typed ? `${HOW[props.how]}：“${props.typed}”，按登记时间从近到远` : hint;
  return html`${pageHead({ title: '工单检索', sub })}${bar(props.filter, TIME_SORTS)}${filterChips(props.filter.chips)}
${table('工单检索', props.rows, true, empty, null)}${stepper(props.steps)}`;
}

function emptyTitle({ typed, steps }: { typed: string; steps: Steps }): string {
  if (steps.next) return '这一段没有找到，请继续检索下一页';
  return typed ? `没有找到与“${typed}”相关的工单` : '还没有工单';
}

const DUE_SORTS = [
  { value: 'due', text: '紧急与时限' },
  { value: 'newest', text: '最新登记' },
  { value: 'oldest', text: '最早登记' },
];
const TIME_SORTS = DUE_SORTS.slice(1);

function bar(filter: FilterBar, sorts: readonly Option[]): Html {
  const select = (name: keyof FilterBar['chosen'], label: string, options: readonly Option[]) =>
    options.length > 0
      ? field({
          name,
          label,
          widget: 'select',
          value: filter.chosen[name],
          options,
          placeholder: '全部',
          layout: 'inline',
        })
      : html``;
  const sort = { name: 'sort', label: '排序', value: filter.chosen.sort, options: sorts, placeholder: null };
  return filterBar({
    action: filter.action,
    keep: filter.typed ? { q: filter.typed } : {},
    fields: [
      select('kind', '类型', filter.kinds),
      select('status', '状态', filter.statuses),
      select('agency', '单位', filter.agencies),
      select('area', '区域', filter.areas),
      select('category', '分类', filter.categories),
      field({ ...sort, widget: 'select', layout: 'inline' }),
    ],
    resetHref: filter.chips.length > 0 ? filter.clearHref : null,
  });
}

function table(
  caption: string,
  rows: readonly QueueRow[],
  mixed: boolean,
  empty: Html,
  from: string | null,
): Html {
  return queueTable({
    caption,
    columns: mixed ? MIXED_COLUMNS : COLUMNS,
    empty,
    rows: rows.map((row) => ({
      href: from ? `/cases/${row.id}?from=${from}` : `/cases/${row.id}`,
      preview: `/cases/${row.id}/preview`,
      urgent: row.flags.urgent ?? false,
      cells: {
        number: row.number,
        headline: html`${flags(row.flags)}${marks(row.marks)}${row.headline}`,
        kind: row.kind,
        state: row.state,
        agency: row.agency ?? '',
        clock: row.clock ? clockBadge(row.clock) : '',
        received: timeTag(row.received.at, row.received.text, row.received.exact),
        last: timeTag(row.last.at, row.last.text, row.last.exact),
      },
    })),
  });
}

/** Before the headline, which is cut where there is little room. */
export function marks(list: readonly Mark[]): Html {
  return html`${list.map(({ tone, text }) => html`${statusBadge(tone, text)} `)}`;
}

const COLUMNS: readonly Column[] = [
  { key: 'number', label: '工单号' },
  { key: 'headline', label: '标题', grow: true },
  { key: 'kind', label: '类型' },
  { key: 'agency', label: '承办单位' },
  { key: 'clock', label: '时限' },
  { key: 'received', label: '登记', minor: true },
  { key: 'last', label: '最近动作', minor: true },
];
const MIXED_COLUMNS: readonly Column[] = COLUMNS.flatMap((column) =>
  column.key === 'agency' ? [{ key: 'state', label: '状态' }, column] : [column],
);

function stepper(steps: Steps): Html {
  return pager({ prevHref: steps.first, nextHref: steps.next, countText: steps.countText });
}
