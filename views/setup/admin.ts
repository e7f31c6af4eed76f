import {
  failureNote,
  field,
  formActions,
  type Html,
  html,
  type ShownFailure,
  submitButton,
} from '../ui/index.ts';

/** The first step: who is at the console becomes the administrator. */
export function setupAdminView(props: { name: string; login: string; failure: ShownFailure }): Html {
  const errors = props.failure?.fields ?? {};
  const input = (name: string, label: string, more: Partial<Parameters<typeof field>[0]>) =>
    field({ name, label, widget: 'text', required: true, error: errors[name], ...more });
  const code = input('code', '一次性验证码', {
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    maxlength: 20,
    help: '启动本系统的窗口中最后显示的六位数字，用来确认是您在安装。',
  });
  const plain = { attrs: { autocapitalize: 'none', spellcheck: 'false' } };
  const name = input('name', '您的姓名', { value: props.name, maxlength: 40, autocomplete: 'name' });
  const login = input('login', '登录名', {
    value: props.login,
    maxlength: 40,
    autocomplete: 'username',
    help: '字母、数字、点、横线或下划线，例如姓名拼音。',
    ...plain,
  });
  const password = input('password', '密码', {
    widget: 'password',
    maxlength: 128,
    autocomplete: 'new-password',
    help: '至少 10 位，长而好记为好；不能与登录名相同。',
  });
  const repeat = input('repeat', '再输入一次密码', {
    widget: 'password',
    maxlength: 128,
    autocomplete: 'new-password',
  });
  return html`<p>首次使用，先建立系统管理员账号。管理员维护人员、单位和设置，不接触工单内容。</p>${failureNote(props.failure)}<form method="post" action="/setup">${code}${name}${login}${password}${repeat}${formActions([submitButton({ text: '下一步', tone: 'primary' })])}</form>`;
}
