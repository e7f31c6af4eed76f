import {
  type Content,
  card,
  dataTable,
  definitionList,
  disclosure,
  emptyState,
  type Figure,
  figures,
  type Html,
  html,
  note,
  pageHead,
  STATE_WORDS,
  type State,
  stateBadge,
  type When,
  whenOrNever,
} from '../ui/index.ts';

/** `href`: where it is looked after; null where that is not the administrator's page. */
export type PartLine = { title: string; href: string | null; state: State; words: readonly string[] };
export type JobLine = { title: string; last: When | null; took: string; next: When | null; state: State };
export type FaultLine = { at: When; title: string; fault: string };
export type GatewayLine = { name: string; medium: string; last: When | null; state: State };

export type HealthProps = {
  troubles: readonly { what: string; todo: string; urgent: boolean }[];
  warnings: readonly string[];
  /** Worth knowing, but nothing is amiss. */
  hints: readonly Content[];
  parts: readonly PartLine[];
  facts: readonly (readonly [string, Content])[];
  jobs: readonly JobLine[];
  faults: readonly FaultLine[];
  outbox: readonly Figure[];
  gateways: readonly GatewayLine[];
  disk: Html;
};

/** What needs a hand first, then how each part fares. */
export function healthView(props: HealthProps): Html {
  const head = pageHead({ title: '运行状况', sub: '系统自身的情况。有需要处理的事会写在最前面。' });
  return html`${head}${notes(props)}${props.parts.length > 0 ? card('数据安全', partTable(props.parts)) : ''}${props.disk}${card('自动任务', jobsPart(props))}${card('消息发送', figures(props.outbox))}${card('网关', gatewayTable(props.gateways), { actions: html`<a href="/gateways">设置网关</a>` })}${card('概况', definitionList(props.facts))}`;
}

function notes({ troubles, warnings, hints }: HealthProps): Content {
  const amiss = [
    ...troubles.map(({ what, todo, urgent }) =>
      note(
        urgent ? 'error' : 'warn',
        html`<strong>${what}。</strong>${todo}`,
        STATE_WORDS[urgent ? 'error' : 'warn'],
      ),
    ),
    ...warnings.map((text) => note('warn', text)),
  ];
  const well = note('ok', '系统运行正常，没有需要处理的事。', STATE_WORDS.ok);
  return html`${amiss.length === 0 ? well : amiss}${hints.map((text) => note('info', text))}`;
}

function partTable(parts: readonly PartLine[]): Html {
  return dataTable({
    caption: '数据安全',
    cards: true,
    columns: [
      { key: 'title', label: '部分' },
      { key: 'state', label: '状态' },
      { key: 'words', label: '情况' },
    ],
    rows: parts.map(({ title, href, state, words }) => ({
      cells: {
        title: href ? html`<a href="${href}">${title}</a>` : title,
        state: stateBadge(state),
        words: html`<div>${words.map((line) => html`<div>${line}</div>`)}</div>`,
      },
    })),
  });
}

/** Those that something is the matter with; all of them behind a word. */
function jobsPart({ jobs, faults }: HealthProps): Html {
  const amiss = jobs.filter(({ state }) => state.tone === 'overdue' || state.tone === 'due');
  const well = html`<p>${jobs.length} 项自动任务都正常。停机期间应做的，启动后自动补做一次。</p>`;
  const all = disclosure(`全部自动任务（${jobs.length} 项）`, jobTable('全部自动任务', jobs));
  const failed = faults.length > 0 ? disclosure('最近的失败', faultTable(faults)) : '';
  return html`${amiss.length > 0 ? jobTable('需要处理的自动任务', amiss) : well}${all}${failed}`;
}

function jobTable(caption: string, jobs: readonly JobLine[]): Html {
  return dataTable({
    caption,
    cards: true,
    columns: [
      { key: 'title', label: '任务' },
      { key: 'state', label: '状态' },
      { key: 'last', label: '上次结束' },
      { key: 'took', label: '用时' },
      { key: 'next', label: '下次' },
    ],
    rows: jobs.map(({ title, state, last, took, next }) => ({
      cells: { title, state: stateBadge(state), last: whenOrNever(last), took, next: whenOrNever(next) },
    })),
  });
}

function faultTable(faults: readonly FaultLine[]): Html {
  return dataTable({
    caption: '最近的失败',
    cards: true,
    columns: [
      { key: 'at', label: '时间' },
      { key: 'title', label: '任务' },
      { key: 'fault', label: '原因' },
    ],
    rows: faults.map(({ at, title, fault }) => ({ cells: { at: whenOrNever(at), title, fault } })),
  });
}

function gatewayTable(gateways: readonly GatewayLine[]): Html {
  return dataTable({
    caption: '网关',
    cards: true,
    columns: [
      { key: 'name', label: '名称' },
      { key: 'state', label: '状态' },
      { key: 'medium', label: '方式' },
      { key: 'last', label: '上次成功发送' },
    ],
    rows: gateways.map(({ name, state, medium, last }) => ({
      cells: { name, state: stateBadge(state), medium, last: whenOrNever(last) },
    })),
    empty: emptyState({
      title: '还没有网关',
      text: '设置邮件服务器或短信网关后，提醒才能自动送出；在此之前，需要通知的列在电话通知单中。',
    }),
  });
}
