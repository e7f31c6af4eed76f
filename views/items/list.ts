import {
  emptyState,
  field,
  filterBar,
  type Html,
  html,
  linkButton,
  type Option,
  pageHead,
  pager,
  queueTable,
  statusBadge,
} from '../ui/index.ts';

export type ItemsProps = {
  rows: readonly {
    id: number;
    code: string;
    name: string;
    agency: string;
    fallback: string | null;
    category: string | null;
    reply_days: number | null;
    active: number;
  }[];
  filter: { q: string; agency: string; state: string };
  filtered: boolean;
  agencies: readonly Option[];
  total: number;
  stopped: number;
  /** How many meet the filter. */
  found: number;
  nextHref: string | null;
  /** Back to the first page, where this is not it. */
  firstHref: string | null;
};

/** The catalogue of service items (Q-B3). */
export function itemsView(props: ItemsProps): Html {
  const head = pageHead({
    title: '便民服务事项',
    sub:
      props.stopped > 0
        ? `共 ${props.total} 项，其中停用 ${props.stopped} 项`
        : `共 ${props.total} 项，派单时据此提出责任单位、兜底单位和办理时限`,
    actions: html`${linkButton({ href: '/items/new', text: '新建事项', tone: 'primary', icon: 'plus' })}${linkButton({ href: '/items/import', text: '批量导入' })}${linkButton({ href: '/items/export.csv', text: '下载清单', icon: 'download' })}`,
  });
  const steps = pager({
    prevHref: props.firstHref,
    prevText: '回到第一页',
    nextHref: props.nextHref,
    countText: props.rows.length > 0 ? `本页 ${props.rows.length} 项，符合条件 ${props.found} 项` : '',
  });
  return html`${head}${filters(props)}${table(props)}${steps}`;
}

function filters({ filter, agencies, filtered }: ItemsProps): Html {
  const text = field({
    name: 'q',
    label: '名称或编码',
    widget: 'search',
    value: filter.q,
    placeholder: '名称、编码、拼音或首字母',
    layout: 'inline',
    maxlength: 60,
    autocomplete: 'off',
  });
  const agency = field({
    name: 'agency',
    label: '单位',
    widget: 'select',
    value: filter.agency,
    options: agencies,
    placeholder: '全部单位',
    layout: 'inline',
  });
  const state = field({
    name: 'state',
    label: '状态',
    widget: 'select',
    value: filter.state,
    options: STATES,
    placeholder: null,
    layout: 'inline',
  });
  return filterBar({
    action: '/items',
    fields: [text, agency, state],
    submitText: '查找',
    resetHref: filtered ? '/items' : null,
  });
}

const STATES: readonly Option[] = [
  { value: '', text: '在用' },
  { value: 'stopped', text: '已停用' },
  { value: 'all', text: '全部' },
];

function table({ rows, filtered, total }: ItemsProps): Html {
  return queueTable({
    caption: '便民服务事项，按编码排列',
    link: 'name',
    columns: [
      { key: 'code', label: '编码' },
      { key: 'name', label: '名称' },
      { key: 'agency', label: '责任单位' },
      { key: 'fallback', label: '兜底单位' },
      { key: 'category', label: '诉求分类', minor: true },
      { key: 'days', label: '办理时限' },
    ],
    rows: rows.map((row) => ({
      href: `/items/${row.id}`,
      cells: {
        code: row.code,
        name: row.active
          ? row.name
          : html`<span class="ui-muted">${row.name}</span> ${statusBadge('neutral', '已停用')}`,
        agency: row.agency,
        fallback: row.fallback ?? '',
        category: row.category ?? '',
        days:
          row.reply_days === null ? html`<span class="ui-muted">按类型</span>` : `${row.reply_days} 个工作日`,
      },
    })),
    empty: filtered || total > 0 ? nothingFound() : noneYet(),
  });
}

function nothingFound(): Html {
  return emptyState({
    title: '没有符合条件的事项',
    text: '可以输入名称中的几个字、编码、拼音或拼音首字母，或改换单位和状态。',
    action: linkButton({ href: '/items?state=all', text: '查看全部事项' }),
  });
}

function noneYet(): Html {
  return emptyState({
    title: '还没有便民服务事项',
    text: '事项建好后会列在这里，登记和派单时可以选用，系统据此提出责任单位、兜底单位和办理时限。可以逐项新建，也可以用表格一次导入。',
    action: linkButton({ href: '/items/import', text: '批量导入', tone: 'primary' }),
  });
}
