import {
  emptyState,
  field,
  filterBar,
  type Html,
  html,
  linkButton,
  pageHead,
  queueTable,
  statusBadge,
} from '../ui/index.ts';

export type ListedAgency = {
  id: number;
  name: string;
  shortName: string;
  /** How deep in the tree, 0 at the top; always 0 in search results. */
  depth: number;
  /** The agencies above it, for search results. */
  above: string;
  kindText: string;
  officePhone: string;
  contactPerson: string;
  staff: number;
  active: boolean;
  /** An outside unit: letters instead of people. */
  external: boolean;
};

export function agenciesView(props: {
  rows: readonly ListedAgency[];
  query: string;
  total: number;
  disabled: number;
}): Html {
  const head = pageHead({
    title: '承办单位',
    sub: props.disabled > 0 ? `共 ${props.total} 个，其中停用 ${props.disabled} 个` : `共 ${props.total} 个`,
    actions: html`${linkButton({ href: '/agencies/new', text: '新建单位', tone: 'primary', icon: 'plus' })}${linkButton({ href: '/agencies/import', text: '批量导入' })}${linkButton({ href: '/agencies/export.csv', text: '下载清单', icon: 'download' })}`,
  });
  return html`${head}${searchBar(props.query)}${table(props.rows, props.query)}`;
}

function searchBar(query: string): Html {
  const box = field({
    name: 'q',
    label: '单位',
    widget: 'search',
    value: query,
    placeholder: '名称、简称、拼音或首字母',
    layout: 'inline',
    maxlength: 60,
    autocomplete: 'off',
  });
  return filterBar({
    action: '/agencies',
    fields: [box],
    submitText: '查找',
    resetHref: query ? '/agencies' : null,
  });
}

function table(rows: readonly ListedAgency[], query: string): Html {
  return queueTable({
    caption: query ? `承办单位，查找“${query}”` : '承办单位，按上下级排列',
    link: 'name',
    columns: [
      { key: 'name', label: '单位名称' },
      { key: 'kind', label: '类型' },
      { key: 'phone', label: '办公电话' },
      { key: 'contact', label: '联系人' },
      { key: 'staff', label: '在用人员', align: 'end' },
    ],
    rows: rows.map((row) => ({
      href: `/agencies/${row.id}`,
      cells: {
        name: nameCell(row),
        kind: row.kindText,
        phone: row.officePhone,
        contact: row.contactPerson,
        staff: staffCell(row),
      },
    })),
    empty: query ? nothingFound(query) : noneYet(),
  });
}

function staffCell(row: ListedAgency): Html | string {
  if (row.external) return html`<span class="ui-muted">外部单位，函件办理</span>`;
  return row.staff > 0 ? `${row.staff} 人` : html`<span class="ui-muted">无人员</span>`;
}

function nameCell(row: ListedAgency): Html {
  const indent =
    row.depth > 0
      ? html`<span class="ui-muted" aria-hidden="true">${'　'.repeat(row.depth - 1)}└ </span>`
      : '';
  const short = row.shortName === row.name ? '' : html` <span class="ui-muted">${row.shortName}</span>`;
  const above = row.above ? html` <span class="ui-muted">上级：${row.above}</span>` : '';
  const name = row.active
    ? row.name
    : html`<span class="ui-muted">${row.name}</span> ${statusBadge('neutral', '已停用')}`;
  return html`${indent}${name}${short}${above}`;
}

function nothingFound(query: string): Html {
  return emptyState({
    title: `没有找到“${query}”`,
    text: '可以输入名称中的几个字、拼音或拼音首字母，例如 zjj。',
    action: linkButton({ href: '/agencies', text: '查看全部单位' }),
  });
}

function noneYet(): Html {
  return emptyState({
    title: '还没有承办单位',
    text: '承办单位建好后会列在这里，派单员就能向它们派单。可以逐个新建，也可以用表格一次导入。',
    action: linkButton({ href: '/agencies/import', text: '批量导入', tone: 'primary' }),
  });
}
