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

export type AgencyFormProps = {
  csrf: string;
  /** Null for a new agency. */
  agency: { id: number; name: string; active: boolean; external: boolean } | null;
  typed: Readonly<Record<string, string>>;
  kinds: readonly Option[];
  parents: readonly Option[];
  staff: readonly { id: number; name: string; rolesText: string; active: boolean }[];
  children: readonly { id: number; name: string }[];
  message: string | null;
  fields: Readonly<Record<string, string>>;
};

export function agencyFormView(props: AgencyFormProps): Html {
  const { agency } = props;
  const state = agency && !agency.active ? statusBadge('neutral', '已停用') : null;
  const head = pageHead({
    title: agency?.name ?? '新建承办单位',
    sub: state,
    back: { href: '/agencies', text: '承办单位' },
  });
  const refused = refusedNote(props.message, props.fields);
  if (!agency) return html`${head}${refused}${card(null, formOf(props))}`;
  const staff = agency.external ? outsideCard() : staffCard(agency.id, props.staff);
  const side = html`${staff}${childrenCard(props.children)}${stateOf(props.csrf, agency)}`;
  return html`${head}${refused}${twoColumns(card('基本信息', formOf(props)), side)}`;
}

function formOf(props: AgencyFormProps): Html {
  const { typed, fields, agency } = props;
  const own = (name: string) => ({ name, value: typed[name] ?? '', error: fields[name] ?? null });
  return html`<form method="post" action="${agency ? `/agencies/${agency.id}` : '/agencies/new'}" novalidate>${csrfField(props.csrf)}
${errorSummary(fieldErrors(fields))}
${fieldRow([
  field({
    ...own('name'),
    label: '单位名称',
    widget: 'text',
    required: true,
    maxlength: 60,
    autocomplete: 'off',
  }),
  field({
    ...own('short_name'),
    label: '简称',
    widget: 'text',
    maxlength: 60,
    autocomplete: 'off',
    help: '列表和办理记录中显示，例如：住建局。不填则用全称。',
  }),
])}
${field({ ...own('kind'), label: '类型', widget: 'radio', required: true, options: props.kinds })}
${field({
  ...own('parent'),
  label: '上级单位',
  widget: 'picker',
  options: props.parents,
  placeholder: '无（最上一级）',
  help: '上级单位的人员可以查看下级单位承办的工单。科室须选择上级单位。',
})}
${fieldRow([
  field({ ...own('office_phone'), label: '办公电话', widget: 'tel', maxlength: 40, autocomplete: 'off' }),
  field({ ...own('contact_person'), label: '联系人', widget: 'text', maxlength: 40, autocomplete: 'off' }),
])}
${fieldRow([
  field({ ...own('address'), label: '地址', widget: 'text', maxlength: 200, autocomplete: 'off' }),
  field({ ...own('email'), label: '邮箱', widget: 'email', maxlength: 100, autocomplete: 'off' }),
])}
${field({
  ...own('duty_mobile'),
  label: '值班手机',
  widget: 'tel',
  maxlength: 40,
  autocomplete: 'off',
  help: '值班岗位的手机，不是个人手机。签收、到期等提醒短信同时发到这个号码；可以不填。',
})}
${field({
  ...own('external'),
  value: '1',
  checked: typed.external === '1',
  label: '外部单位（通过函件办理）',
  widget: 'checkbox',
  help: '省、市或辖区外的单位：没有系统账号，由派单员发函并录入其答复。',
})}
${formActions([
  submitButton({ text: agency ? '保存' : '新建单位', tone: 'primary' }),
  linkButton({ href: '/agencies', text: '返回', tone: 'quiet' }),
])}</form>`;
}

function staffCard(agencyId: number, staff: AgencyFormProps['staff']): Html {
  const add = linkButton({ href: `/people/new?agency=${agencyId}`, text: '新建人员', small: true });
  const lines = staff.map((person) => {
    const state = person.active ? '' : html` ${statusBadge('neutral', '已停用')}`;
    return html`<li><a href="/people/${person.id}">${person.name}</a> <span class="ui-muted">${person.rolesText}</span>${state}</li>`;
  });
  const list = html`<ul class="list-unstyled">${lines}</ul>`;
  const none = html`<p class="ui-muted">还没有人员。经办人和分管领导建好后，单位才能签收和答复工单。</p>`;
  return card('本单位人员', staff.length > 0 ? list : none, { actions: add });
}

function outsideCard(): Html {
  return card(
    '外部单位',
    html`<p class="ui-muted">该单位没有系统账号。向它派单后，由派单员打印并登记发函，收到答复后录入，再由热线告知诉求人。</p>`,
  );
}

function childrenCard(children: AgencyFormProps['children']): Html {
  if (children.length === 0) return html``;
  const lines = children.map((each) => html`<li><a href="/agencies/${each.id}">${each.name}</a></li>`);
  return card('下级单位', html`<ul class="list-unstyled">${lines}</ul>`);
}

function stateOf(csrf: string, agency: { id: number; active: boolean; name: string }): Html {
  return stateCard({
    csrf,
    href: `/agencies/${agency.id}`,
    active: agency.active,
    enabling: '启用后可以重新向该单位派单。',
    disabling: '停用后不能再向该单位派单，以往的工单和记录不受影响。停用前须先停用下级单位和本单位人员。',
    confirm: `停用“${agency.name}”？停用后不能再向该单位派单，可随时重新启用。`,
  });
}
