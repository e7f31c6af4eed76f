import {
  csrfField,
  failureNote,
  field,
  formActions,
  type Html,
  html,
  linkButton,
  note,
  type ShownFailure,
  submitButton,
} from '../ui/index.ts';

/** `first`: the first password has to be changed before anything else; it was typed a moment ago. */
export function passwordView(props: {
  first: boolean;
  login: string;
  csrf: string;
  failure: ShownFailure;
}): Html {
  const errors = props.failure?.fields ?? {};
  const secret = (name: string, label: string, autocomplete: string, help?: string) =>
    field({
      name,
      label,
      widget: 'password',
      required: true,
      maxlength: 128,
      autocomplete,
      help,
      error: errors[name],
    });
  const current = props.first ? '' : secret('current', '现在的密码', 'current-password');
  const intro = props.first
    ? note('info', '您使用的是首次密码。为保证只有您本人知道密码，请先设置新密码，再开始工作。')
    : '';
  const buttons = [submitButton({ text: '保存新密码', tone: 'primary' })];
  if (!props.first) buttons.push(linkButton({ href: '/account', text: '返回' }));
  return html`${intro}${failureNote(props.failure)}<form class="ui-narrow-form" method="post" action="/account/password">${csrfField(props.csrf)}<input type="text" name="username" value="${props.login}" autocomplete="username" hidden>${current}${secret('password', '新密码', 'new-password', '至少 10 位，长而好记为好，例如一句只有您知道的话；不能与登录名相同。')}${secret('repeat', '再输入一次新密码', 'new-password')}${formActions(buttons)}</form>${props.first ? leave(props.csrf) : ''}`;
}

/** The first steps have no menu: the way out stands beneath. */
export function leave(csrf: string): Html {
  return html`<form method="post" action="/logout">${csrfField(csrf)}${submitButton({ text: '暂不处理，退出登录', tone: 'quiet', small: true })}</form>`;
}
