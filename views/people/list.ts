import {
  copyButton,
  definitionList,
  emptyState,
  field,
  filterBar,
  formActions,
  type Html,
  html,
  linkButton,
  note,
  type Option,
  pageHead,
  pager,
  queueTable,
  statusBadge,
} from '../ui/index.ts';

export type PeopleListProps = {
  people: readonly {
    href: string;
    name: string;
    login: string;
    operatorNo: string | null;
    roles: string;
    agency: string | null;
    state: 'active' | 'disabled' | 'locked';
    lastLogin: Html | null;
  }[];
  filter: { text: string; role: string; agency: string; state: string };
  roles: readonly Option[];
  agencies: readonly Option[];
  states: readonly Option[];
  /** Whether any condition is set. */
  filtered: boolean;
  countText: string;
  prevHref: string | null;
  nextHref: string | null;
};

const BADGES = {
  active: statusBadge('done', '在用'),
  disabled: statusBadge('neutral', '已停用'),
  locked: statusBadge('overdue', '已锁定'),
};

export function peopleListView(props: PeopleListProps): Html {
  const head = pageHead({
    title: '人员与岗位',
    sub: '每人一个账号，岗位决定能看什么、能做什么。',
    actions: linkButton({ href: '/people/new', text: '新建人员', tone: 'primary', icon: 'plus' }),
  });
  return html`${head}${filters(props)}${table(props)}${pager(props)}`;
}

function filters({ filter, roles, agencies, states, filtered }: PeopleListProps): Html {
  const text = field({
    name: 'q',
    label: '姓名、登录名、工号',
    widget: 'search',
    value: filter.text,
    layout: 'inline',
    maxlength: 40,
  });
  const choose = (name: string, label: string, value: string, options: readonly Option[]) =>
    field({
      name,
      label,
      widget: name === 'agency' ? 'picker' : 'select',
      value,
      options,
      placeholder: '全部',
      layout: 'inline',
    });
  return filterBar({
    action: '/people',
    fields: [
      text,
      choose('role', '岗位', filter.role, roles),
      choose('agency', '单位', filter.agency, agencies),
      choose('state', '状态', filter.state, states),
    ],
    resetHref: filtered ? '/people' : null,
  });
}

function table({ people }: PeopleListProps): Html {
  return queueTable({
    caption: '人员',
    link: 'name',
    columns: [
      { key: 'name', label: '姓名', grow: false },
      { key: 'login', label: '登录名' },
      { key: 'operatorNo', label: '工号' },
      { key: 'roles', label: '岗位', grow: true },
      { key: 'agency', label: '所属单位' },
      { key: 'state', label: '状态' },
      { key: 'lastLogin', label: '最近登录' },
    ],
    rows: people.map((person) => ({
      href: person.href,
      cells: { ...person, state: BADGES[person.state], lastLogin: person.lastLogin ?? '从未登录' },
    })),
    empty: emptyState({
      title: '没有符合条件的人员',
      text: '放宽条件再找，或点“新建人员”添加。',
      action: linkButton({ href: '/people', text: '查看全部人员' }),
    }),
  });
}

/** The first password, shown this once; it is kept nowhere in readable form. */
export function firstPasswordView(props: {
  name: string;
  login: string;
  password: string;
  personHref: string;
  created: boolean;
}): Html {
  const what = props.created ? `已新建人员${props.name}。` : `已重置${props.name}的密码，其所有登录已退出。`;
  const secret = (text: string) => html`<code class="fs-2">${text}</code> ${copyButton(text)}`;
  const facts = definitionList([
    ['登录名', secret(props.login)],
    ['首次密码', secret(props.password)],
  ]);
  const next = [
    linkButton({ href: '/people/new', text: '继续新建' }),
    linkButton({ href: props.personHref, text: '查看该人员' }),
  ];
  return html`${pageHead({ title: '首次密码', back: { href: '/people', text: '人员与岗位' } })}${note('ok', what)}<p>请当面或电话告知本人，不要写在群里。密码只显示这一次；本人首次登录时须改成自己的密码。</p>${facts}${formActions(next)}`;
}
