import {
  type Content,
  card,
  consequence,
  csrfField,
  definitionList,
  failureNote,
  field,
  fieldRow,
  formActions,
  type Html,
  html,
  linkButton,
  note,
  type Option,
  pageHead,
  postButton,
  type ShownFailure,
  submitButton,
  twoColumns,
} from '../ui/index.ts';
import { type RoleGroup, rolesField } from './roles-field.ts';

export type PersonFields = {
  name: string;
  login: string;
  operatorNo: string;
  phone: string;
  email: string;
  agency: string;
  roles: readonly string[];
};

export type PersonFormProps = {
  /** Where the form goes: /people or /people/ID. */
  action: string;
  fields: PersonFields;
  /** Roles with what each does; null on one's own page, where they cannot be changed. */
  roles: readonly RoleGroup[] | null;
  ownRoles: string;
  agencies: readonly Option[];
  csrf: string;
  failure: ShownFailure;
};

export function newPersonView(form: PersonFormProps): Html {
  const head = pageHead({ title: '新建人员', back: { href: '/people', text: '人员与岗位' } });
  return html`${head}${failureNote(form.failure)}${personForm(form, '新建人员', true)}`;
}

export type PersonState = {
  id: number;
  name: string;
  active: boolean;
  isSelf: boolean;
  lockedText: string | null;
  lastLogin: Content;
  sessions: number;
  secrecyAt: Content;
  createdAt: Content;
};

export function personView(form: PersonFormProps, state: PersonState): Html {
  const head = pageHead({
    title: state.name,
    sub: state.active ? null : '该账号已停用，不能登录。',
    back: { href: '/people', text: '人员与岗位' },
  });
  return html`${head}${failureNote(form.failure)}${twoColumns(personForm(form, '保存', false), stateCard(form, state))}`;
}

function personForm(form: PersonFormProps, verb: string, isNew: boolean): Html {
  const { fields } = form;
  const errors = form.failure?.fields ?? {};
  const { agency: agencyError, roles: rolesError } = errors;
  const input = (name: 'name' | 'login' | 'operatorNo' | 'phone' | 'email', label: string, more = {}) =>
    field({
      name,
      label,
      widget: 'text',
      value: fields[name],
      error: errors[name],
      autocomplete: 'off',
      ...more,
    });
  const agency = field({
    name: 'agency',
    label: '所属单位',
    widget: 'picker',
    value: fields.agency,
    options: form.agencies,
    placeholder: '热线中心人员不选',
    error: agencyError,
    help: '只有经办人、分管领导需要选择；可输入汉字、拼音或拼音首字母查找。',
  });
  const plain = { attrs: { autocapitalize: 'none', spellcheck: 'false' } };
  const whatNext = isNew
    ? consequence('保存后显示首次密码，请转告本人。本人首次登录须修改密码并签署保密承诺书。')
    : '';
  const buttons = [
    submitButton({ text: verb, tone: 'primary' }),
    linkButton({ href: '/people', text: '返回' }),
  ];
  return html`<form method="post" action="${form.action}">${csrfField(form.csrf)}
${fieldRow([input('name', '姓名', { required: true, maxlength: 40 }), input('login', '登录名', { required: true, maxlength: 32, help: '字母、数字、点、横线或下划线，例如姓名拼音。', ...plain })])}
${fieldRow([input('operatorNo', '工号', { maxlength: 20, help: '话务员对外只报工号；每人不同。' }), input('phone', '手机号码', { widget: 'tel', maxlength: 40 }), input('email', '电子邮箱', { widget: 'email', maxlength: 100 })], 3)}
${rolesPart(form, rolesError)}${form.roles ? agency : ''}${whatNext}${formActions(buttons)}</form>`;
}

function rolesPart(form: PersonFormProps, error: string | undefined): Html {
  if (form.roles) return rolesField({ groups: form.roles, chosen: form.fields.roles, error });
  return note('info', `本人岗位：${form.ownRoles}。不能调整本人的岗位，如需调整请由另一位系统管理员操作。`);
}

function stateCard(form: PersonFormProps, state: PersonState): Html {
  const facts = definitionList([
    ['状态', state.active ? (state.lockedText ?? '在用') : '已停用'],
    ['最近登录', state.lastLogin],
    ['正在登录', state.sessions === 0 ? '无' : `${state.sessions} 处`],
    ['保密承诺', state.secrecyAt],
    ['建立时间', state.createdAt],
  ]);
  return card('账号', html`${facts}${state.isSelf ? own() : acts(form.csrf, state)}`);
}

function own(): Html {
  return html`<p>${linkButton({ href: '/account/password', text: '修改本人密码', small: true })}</p>`;
}

function acts(csrf: string, state: PersonState): Html {
  const act = (path: string, text: string, confirm?: string, danger = false) =>
    html`<p>${postButton({ action: `/people/${state.id}/${path}`, csrf, text, confirm, tone: danger ? 'danger' : 'default', small: true })}</p>`;
  const reset = act(
    'reset-password',
    '重置密码',
    `将为${state.name}生成新的首次密码，并退出其所有登录。确定重置吗？`,
  );
  if (!state.active) return html`${act('enable', '启用账号')}`;
  const stop = act(
    'disable',
    '停用账号',
    `停用后${state.name}立即退出，不能再登录；其经办的工单和历史记录都保留。确定停用吗？`,
    true,
  );
  return html`${state.lockedText ? act('unlock', '解锁账号') : ''}${reset}${stop}`;
}
