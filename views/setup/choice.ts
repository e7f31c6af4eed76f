import {
  card,
  csrfField,
  dataTable,
  failureNote,
  field,
  fieldRow,
  formActions,
  type Html,
  html,
  linkButton,
  note,
  type Option,
  type ShownFailure,
  scriptButton,
  submitButton,
} from '../ui/index.ts';

export type ChoiceProps = {
  presets: readonly Option[];
  typed: { preset: string; name: string; number: string; areaCode: string };
  csrf: string;
  failure: ShownFailure;
};

/** The second step: look around in a filled county, or start the real hotline. */
export function choiceView(props: ChoiceProps): Html {
  return html`<p>管理员账号已建立。请选择系统从什么内容开始，只能选择一次。</p>${failureNote(props.failure)}${demo(props.csrf)}${blank(props)}`;
}

function demo(csrf: string): Html {
  const text = html`<p>装入一个虚构的县：单位、人员和处于各个环节的工单，各岗位都可登录试用。适合先看一看、做培训。示范数据不能转为正式使用，正式使用时请另建数据文件。填充约需半分钟，请不要关闭页面。</p>`;
  return card(
    '先试用：填充示范县',
    html`${text}<form method="post" action="/setup/demo">${csrfField(csrf)}${formActions([submitButton({ text: '填充示范县' })])}</form>`,
  );
}

function blank({ presets, typed, csrf, failure }: ChoiceProps): Html {
  const errors = failure?.fields ?? {};
  const { preset: presetError } = errors;
  const input = (name: 'name' | 'number' | 'areaCode', label: string, help: string, maxlength: number) =>
    field({
      name,
      label,
      widget: 'text',
      value: typed[name],
      required: true,
      error: errors[name],
      help,
      maxlength,
      autocomplete: 'off',
    });
  const choose = field({
    name: 'preset',
    label: '热线类型',
    widget: 'radio',
    value: typed.preset,
    options: presets,
    required: true,
    error: presetError,
  });
  return card(
    '正式使用：从空白开始',
    html`<p>按热线类型装入诉求类型、办理时限、分类、不予受理情形、规范用语和回访问题；人员和单位由您添加。</p><form method="post" action="/setup/preset">${csrfField(csrf)}${choose}${input('name', '热线名称', '显示在页面左上角、工单和规范用语中，例如“××县12345政务服务便民热线”。', 40)}${fieldRow([input('number', '热线号码', '例如 12345。', 20), input('areaCode', '本地区号', '用来补全没有区号的固定电话，例如 0731。', 4)])}${formActions([submitButton({ text: '从空白开始', tone: 'primary' })])}</form>`,
  );
}

export type DemoLogin = { login: string; name: string; rolesText: string; password: string };

/** Every role's log-in, this once. */
export function demoLoginsView(logins: readonly DemoLogin[]): Html {
  const table = dataTable({
    caption: '示范账号',
    columns: [
      { key: 'rolesText', label: '岗位' },
      { key: 'name', label: '姓名' },
      { key: 'login', label: '登录名' },
      { key: 'password', label: '密码' },
    ],
    rows: logins.map((each) => ({
      cells: {
        ...each,
        login: html`<code>${each.login}</code>`,
        password: html`<code>${each.password}</code>`,
      },
    })),
  });
  const print = scriptButton({ text: '打印', icon: 'printer', attrs: { 'data-print': true } });
  return html`${note('ok', '示范县已填充，可以开始试用。')}<p>以下账号和密码只显示这一次，请打印或抄下。试用某个岗位时，先退出登录，再用该岗位的账号登录。</p>${formActions([linkButton({ href: '/', text: '进入系统', tone: 'primary' }), print])}${table}`;
}
