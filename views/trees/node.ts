import { stateCard } from '../lists/state-card.ts';
import {
  card,
  csrfField,
  errorSummary,
  field,
  formActions,
  type Html,
  html,
  note,
  pageHead,
  statusBadge,
  submitButton,
  twoColumns,
} from '../ui/index.ts';
import type { TreeWords } from './list.ts';

export type NodeProps = {
  csrf: string;
  words: TreeWords;
  node: { id: number; name: string; path: string; level: number; active: boolean };
  parent: { id: number; name: string } | null;
  children: readonly { id: number; name: string; active: boolean }[];
  /** All nodes below it. */
  below: number;
  canHaveChildren: boolean;
  /** Which of the two forms was sent and what is wrong with it. */
  failed: { form: 'rename' | 'add' | 'state'; typed: string; message: string } | null;
};

export function nodeView(props: NodeProps): Html {
  const { node, words, parent } = props;
  const back = parent
    ? { href: `${words.href}/${parent.id}`, text: parent.name }
    : { href: words.href, text: words.title };
  const state = node.active ? '' : html` ${statusBadge('neutral', '已停用')}`;
  const head = pageHead({ title: node.name, sub: html`${node.path}${state}`, back });
  const atForm = props.failed?.form === 'rename' || (props.failed?.form === 'add' && canAdd(props));
  const refused = props.failed && !atForm ? note('error', props.failed.message) : '';
  const main = html`${card('修改名称', renameForm(props))}${props.canHaveChildren ? card(`下级${words.node}`, childrenPart(props)) : ''}`;
  return html`${head}${refused}${twoColumns(main, stateOf(props))}`;
}

function canAdd(props: NodeProps): boolean {
  return props.canHaveChildren && props.node.active;
}

function renameForm(props: NodeProps): Html {
  const failed = props.failed?.form === 'rename' ? props.failed : null;
  const button = submitButton({ text: '保存名称', tone: 'primary' });
  const words =
    props.below > 0
      ? `已登记工单上显示的名称会随之改变，下面 ${props.below} 项的路径也会一起更新。`
      : '已登记工单上显示的名称会随之改变。';
  return nameForm(
    props,
    '',
    'rename',
    failed?.typed ?? props.node.name,
    failed?.message ?? null,
    button,
    words,
  );
}

function childrenPart(props: NodeProps): Html {
  const failed = props.failed?.form === 'add' ? props.failed : null;
  const items = props.children.map((child) => {
    const state = child.active ? '' : html` ${statusBadge('neutral', '已停用')}`;
    return html`<li class="py-1"><a href="${props.words.href}/${child.id}">${child.name}</a>${state}</li>`;
  });
  const list =
    items.length > 0
      ? html`<ul class="list-unstyled">${items}</ul>`
      : html`<p class="ui-muted">还没有下级。</p>`;
  if (!canAdd(props)) return list;
  const button = submitButton({ text: '新增下级' });
  return html`${list}${nameForm(props, '/children', 'add', failed?.typed ?? '', failed?.message ?? null, button, '')}`;
}

function nameForm(
  { csrf, words, node }: NodeProps,
  path: '' | '/children',
  idPrefix: string,
  value: string,
  error: string | null,
  button: Html,
  help: string,
): Html {
  return html`<form method="post" action="${words.href}/${node.id}${path}">${csrfField(csrf)}
${errorSummary(error ? [{ name: 'name', text: error, idPrefix }] : [])}
${field({ name: 'name', idPrefix, label: path ? '下级名称' : '名称', widget: 'text', required: true, maxlength: 50, autocomplete: 'off', value, error, help })}
${formActions([button])}</form>`;
}

function stateOf({ csrf, words, node, below }: NodeProps): Html {
  const together = (did: string) => (below > 0 ? `，下面 ${below} 项一起${did}` : '');
  return stateCard({
    csrf,
    href: `${words.href}/${node.id}`,
    active: node.active,
    enabling: `启用后登记诉求时可以重新选用${together('启用')}。`,
    disabling: `停用后登记诉求时不再列出${together('停用')}。已登记的工单不受影响。`,
    confirm: `停用“${node.name}”${below > 0 ? `及下面 ${below} 项` : ''}？已登记的工单不受影响，可随时重新启用。`,
  });
}
