import {
  failureNote,
  field,
  formActions,
  type Html,
  hiddenField,
  html,
  type ShownFailure,
  submitButton,
} from '../ui/index.ts';

export function loginView(props: { login: string; to: string; failure: ShownFailure }): Html {
  const login = field({
    name: 'login',
    label: '登录名',
    widget: 'text',
    value: props.login,
    required: true,
    maxlength: 64,
    autocomplete: 'username',
    attrs: { autofocus: props.login === '', autocapitalize: 'none', spellcheck: 'false' },
  });
  const password = field({
    name: 'password',
    label: '密码',
    widget: 'password',
    required: true,
    maxlength: 128,
    autocomplete: 'current-password',
    help: '忘记密码请联系系统管理员重置。',
    attrs: { autofocus: props.login !== '' },
  });
  return html`${failureNote(props.failure)}<form method="post" action="/login">${hiddenField('to', props.to)}${login}${password}${formActions([submitButton({ text: '登录', tone: 'primary' })])}</form><p class="portal-part ui-muted"><a href="/r">查询诉求进度</a></p>`;
}
