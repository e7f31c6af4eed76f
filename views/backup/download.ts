import {
  consequence,
  csrfField,
  failureNote,
  field,
  formActions,
  type Html,
  html,
  linkButton,
  note,
  pageHead,
  type ShownFailure,
  submitButton,
} from '../ui/index.ts';

export type DownloadProps = {
  csrf: string;
  id: number;
  file: string;
  size: string;
  encrypted: boolean;
  /** That it is logged and who will hear of it, in whole sentences. */
  told: string;
  login: string;
  purpose: string;
  failure: ShownFailure;
};

/** C-M1, Q-M1: a backup holds what the administrator has no right to see, so it is asked what for, and others hear of it. */
export function downloadView(props: DownloadProps): Html {
  const head = pageHead({
    title: '下载备份',
    sub: html`<code>${props.file}</code>，${props.size}`,
    back: { href: '/backup', text: '数据备份' },
  });
  const errors = props.failure?.fields ?? {};
  const purpose = field({
    name: 'purpose',
    label: '事由',
    widget: 'text',
    value: props.purpose,
    required: true,
    maxlength: 100,
    help: '例如：存到异地保险柜；在另一台服务器上恢复。',
    error: errors.purpose,
  });
  const password = field({
    name: 'password',
    label: '您本人的登录密码',
    widget: 'password',
    required: true,
    maxlength: 128,
    autocomplete: 'current-password',
    help: '确认是您本人在操作。密码不正确的，与登录失败一样计数。',
    error: errors.password,
  });
  const buttons = [
    submitButton({ text: '下载', tone: 'primary' }),
    linkButton({ href: '/backup', text: '返回' }),
  ];
  return html`${head}${warning(props.encrypted)}${failureNote(props.failure)}<form class="ui-narrow-form" method="post" action="/backup/${props.id}/download">${csrfField(props.csrf)}<input type="text" name="username" value="${props.login}" autocomplete="username" hidden>${purpose}${password}${consequence(props.told)}${formActions(buttons)}</form>`;
}

function warning(encrypted: boolean): Html {
  const content = '备份含有全部工单、诉求人的姓名和电话、附件和账号。';
  return encrypted
    ? note('info', `${content}这一份已加密，没有私钥打不开。`)
    : note(
        'warn',
        html`${content}这一份<strong>没有加密</strong>，拿到文件的人都能打开，请只存到受控的介质，用后删除。建议在<a href="/policy/backup">备份设置</a>中填写加密公钥，今后的备份就只能用对应的私钥打开。`,
      );
}

/** After the form: a page of its own, so that nothing typed and no fault is left standing. `href` null: fetched already. */
export function begunView(props: { file: string; size: string; href: string | null; again: string }): Html {
  const head = pageHead({
    title: '下载备份',
    sub: html`<code>${props.file}</code>，${props.size}`,
    back: { href: '/backup', text: '数据备份' },
  });
  const words = props.href
    ? html`${note('ok', '已开始下载，已记入操作日志。进度见浏览器的下载列表。')}<p>没有自动开始的，请点<a href="${props.href}">下载</a>。</p>`
    : html`${note('info', '这一次已开始下载，已记入操作日志。')}<p>如需再下载一次，请<a href="${props.again}">重新填写事由</a>。</p>`;
  return html`${head}${words}`;
}
