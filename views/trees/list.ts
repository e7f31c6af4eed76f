import {
  card,
  csrfField,
  emptyState,
  errorSummary,
  field,
  filterBar,
  formActions,
  type Html,
  html,
  linkButton,
  pageHead,
  statusBadge,
  submitButton,
} from '../ui/index.ts';

/** What the tree is called and where its pages are. */
export type TreeWords = { title: string; node: string; href: string };

export type ListedNode = {
  id: number;
  name: string;
  path: string;
  active: boolean;
  children: readonly ListedNode[];
  /** All nodes below it. */
  below: number;
};

export type TreeProps = {
  csrf: string;
  words: TreeWords;
  tops: readonly ListedNode[];
  total: number;
  disabled: number;
  query: string;
  /** Null: not searched. */
  found: readonly ListedNode[] | null;
  typedName: string;
  error: string | null;
};

export function treeView(props: TreeProps): Html {
  const { words } = props;
  const head = pageHead({
    title: words.title,
    sub: props.disabled > 0 ? `共 ${props.total} 项，其中停用 ${props.disabled} 项` : `共 ${props.total} 项`,
    actions: html`${linkButton({ href: '#add', text: `新增一级${words.node}`, icon: 'plus' })}${linkButton({ href: `${words.href}/import`, text: '批量导入' })}${linkButton({ href: `${words.href}/export.csv`, text: '下载清单', icon: 'download' })}`,
  });
  const body = props.found ? foundList(props.found, props) : topList(props);
  return html`${head}${searchBar(props)}${body}${addTop(props)}`;
}

function searchBar({ words, query }: TreeProps): Html {
  const box = field({
    name: 'q',
    label: words.node,
    widget: 'search',
    value: query,
    placeholder: '名称、拼音或首字母',
    layout: 'inline',
    maxlength: 60,
    autocomplete: 'off',
  });
  return filterBar({
    action: words.href,
    fields: [box],
    submitText: '查找',
    resetHref: query ? words.href : null,
  });
}

function topList({ tops, words }: TreeProps): Html {
  if (tops.length === 0) {
    return emptyState({
      title: `还没有${words.node}`,
      text: `${words.node}最多三级，建好后登记诉求时可以选用。可以在下面逐项新增，也可以用表格一次导入。`,
      action: linkButton({ href: `${words.href}/import`, text: '批量导入', tone: 'primary' }),
    });
  }
  return html`<div class="mb-4">${tops.map((top) => topNode(top, words))}</div>`;
}

function topNode(top: ListedNode, words: TreeWords): Html {
  const count = top.below > 0 ? `${top.below} 项` : '无下级';
  const link = html`<p class="mb-1"><a href="${words.href}/${top.id}">修改“${top.name}”或新增下级</a></p>`;
  return html`<details class="ui-disclosure"><summary class="py-1"><strong>${top.name}</strong> <span class="ui-muted">${count}</span>${stateOf(top)}</summary><div class="ps-3">${link}${nodeList(top.children, words)}</div></details>`;
}

function nodeList(nodes: readonly ListedNode[], words: TreeWords): Html {
  if (nodes.length === 0) return html``;
  const items = nodes.map(
    (node) =>
      html`<li class="py-1"><a href="${words.href}/${node.id}">${node.name}</a>${stateOf(node)}${nodeList(node.children, words)}</li>`,
  );
  return html`<ul class="ps-4 mb-1">${items}</ul>`;
}

function foundList(found: readonly ListedNode[], { words, query }: TreeProps): Html {
  if (found.length === 0) {
    return emptyState({
      title: `没有找到“${query}”`,
      text: '可以输入名称中的几个字、拼音或拼音首字母。',
      action: linkButton({ href: words.href, text: `查看全部${words.node}` }),
    });
  }
  const items = found.map(
    (node) => html`<li class="py-1"><a href="${words.href}/${node.id}">${node.path}</a>${stateOf(node)}</li>`,
  );
  return card(`找到 ${found.length} 项`, html`<ul class="list-unstyled">${items}</ul>`);
}

function stateOf(node: { active: boolean }): Html {
  return node.active ? html`` : html` ${statusBadge('neutral', '已停用')}`;
}

function addTop({ csrf, words, typedName, error }: TreeProps): Html {
  const form = html`<form method="post" action="${words.href}">${csrfField(csrf)}
${errorSummary(error ? [{ name: 'name', text: error }] : [])}
${field({ name: 'name', label: `一级${words.node}名称`, widget: 'text', required: true, maxlength: 50, autocomplete: 'off', value: typedName, error })}
${formActions([submitButton({ text: `新增一级${words.node}`, tone: 'primary' })])}</form>`;
  return card(`新增一级${words.node}`, form, { id: 'add' });
}
