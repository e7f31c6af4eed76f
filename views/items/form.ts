import { stateCard } from '../lists/state-card.ts';
import {
  card,
  csrfField,
  errorSummary,
  field,
  fieldErrors,
  fieldRow,
  formActions,
  type Html,
  html,
  linkButton,
  type Option,
  pageHead,
  refusedNote,
  statusBadge,
  submitButton,
  twoColumns,
} from '../ui/index.ts';

export type ItemFormProps = {
  csrf: string;
  /** Null for a new item. */
  item: { id: number; code: string; name: string; active: boolean } | null;
  typed: Readonly<Record<string, string>>;
  agencies: readonly Option[];
  categories: readonly Option[];
  message: string | null;
  fields: Readonly<Record<string, string>>;
};

export function itemFormView(props: ItemFormProps): Html {
  const { item } = props;
  const head = pageHead({
    title: item?.name ?? '新建便民服务事项',
    sub: item && !item.active ? statusBadge('neutral', '已停用') : null,
    back: { href: '/items', text: '便民服务事项' },
  });
  const refused = refusedNote(props.message, props.fields);
  if (!item) return html`${head}${refused}${card(null, formOf(props))}`;
  return html`${head}${refused}${twoColumns(card('事项内容', formOf(props)), stateOf(props.csrf, item))}`;
}

function formOf(props: ItemFormProps): Html {
  const { typed, fields, item } = props;
  const own = (name: string) => ({ name, value: typed[name] ?? '', error: fields[name] ?? null });
  const agency = { widget: 'picker', options: props.agencies } as const;
  return html`<form method="post" action="${item ? `/items/${item.id}` : '/items/new'}" novalidate>${csrfField(props.csrf)}
${errorSummary(fieldErrors(fields))}
${fieldRow([
  field({
    ...own('code'),
    label: '编码',
    widget: 'text',
    required: true,
    maxlength: 40,
    autocomplete: 'off',
    help: '清单中的编号，不能重复，例如：SZ-001。',
  }),
  field({
    ...own('name'),
    label: '名称',
    widget: 'text',
    required: true,
    maxlength: 100,
    autocomplete: 'off',
  }),
])}
${fieldRow([
  field({
    ...own('agency'),
    ...agency,
    label: '责任单位',
    required: true,
    placeholder: '输入名称或拼音首字母',
    help: '派单时提出的牵头单位。',
  }),
  field({
    ...own('fallback'),
    ...agency,
    label: '兜底单位',
    placeholder: '无',
    help: '职责不清或交叉时承办的单位。',
  }),
])}
${fieldRow([
  field({
    ...own('category'),
    label: '诉求分类',
    widget: 'picker',
    options: props.categories,
    placeholder: '不限',
    help: '登记时选了事项而没有选分类的，取这一项。',
  }),
  field({
    ...own('days'),
    label: '办理工作日',
    widget: 'number',
    min: 1,
    max: 250,
    inputmode: 'numeric',
    help: '不填则按诉求类型的事项时限，例如投诉 3 个工作日。',
  }),
])}
${field({ ...own('basis'), label: '依据', widget: 'textarea', rows: 2, maxlength: 500 })}
${formActions([
  submitButton({ text: item ? '保存' : '新建事项', tone: 'primary' }),
  linkButton({ href: '/items', text: '返回', tone: 'quiet' }),
])}</form>`;
}

function stateOf(csrf: string, item: { id: number; active: boolean; name: string }): Html {
  return stateCard({
    csrf,
    href: `/items/${item.id}`,
    active: item.active,
    enabling: '启用后，登记和派单时可以选用。',
    disabling: '停用后登记和派单时不再列出，以往的工单和时限不受影响。',
    confirm: `停用“${item.name}”？停用后登记和派单时不再列出，可随时重新启用。`,
  });
}
