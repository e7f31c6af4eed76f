import {
  type Content,
  card,
  dataTable,
  definitionList,
  type Html,
  html,
  linkButton,
  pageHead,
  postButton,
  statusBadge,
  twoColumns,
} from '../ui/index.ts';

export type AccountProps = {
  name: string;
  login: string;
  operatorNo: string | null;
  agency: string | null;
  roles: readonly { name: string; does: string }[];
  secrecyAt: Html | null;
  sessions: readonly { device: string; ip: string; since: Html; seen: Html; current: boolean }[];
  csrf: string;
};

export function accountView(props: AccountProps): Html {
  const head = pageHead({
    title: '我的账号',
    actions: linkButton({ href: '/account/password', text: '修改密码', tone: 'primary' }),
  });
  return html`${head}${twoColumns(html`${who(props)}${sessions(props)}`, roles(props))}`;
}

function who(props: AccountProps): Html {
  const undertaking = html`<a href="/undertaking">查看承诺书</a>`;
  const signed: Content = props.secrecyAt ? html`${props.secrecyAt} 签署　${undertaking}` : undertaking;
  return card(
    '本人信息',
    html`${definitionList([
      ['姓名', props.name],
      ['登录名', props.login],
      ['工号', props.operatorNo],
      ['所属单位', props.agency],
      ['保密承诺', signed],
    ])}<p class="ui-muted">姓名、工号、联系方式有误的，请联系系统管理员更正。</p>`,
  );
}

function roles(props: AccountProps): Html {
  return card('我的岗位', definitionList(props.roles.map((role) => [role.name, role.does] as const)));
}

function sessions(props: AccountProps): Html {
  const rows = props.sessions.map((session) => ({
    cells: {
      device: html`${session.device} ${session.current ? statusBadge('done', '当前') : ''}`,
      ip: session.ip || '未知',
      since: session.since,
      seen: session.seen,
    },
  }));
  const table = dataTable({
    caption: '正在使用的登录',
    columns: [
      { key: 'device', label: '设备' },
      { key: 'ip', label: '网络地址' },
      { key: 'since', label: '登录时间' },
      { key: 'seen', label: '最近使用' },
    ],
    rows,
  });
  const others = props.sessions.length - 1;
  const end =
    others > 0
      ? postButton({
          text: `退出其他登录（${others} 处）`,
          action: '/account/sessions/end-others',
          csrf: props.csrf,
          confirm: '将在其他设备上退出您的账号，那里未提交的内容保留在草稿中。确定退出吗？',
        })
      : html`<p class="ui-muted">没有其他登录。如发现不认识的设备，请先退出，再修改密码。</p>`;
  return card('正在使用的登录', html`${table}${end}`);
}
