import {
  type Content,
  dataTable,
  emptyState,
  field,
  filterBar,
  type Html,
  html,
  linkButton,
  note,
  type Option,
  pageHead,
  pager,
} from '../ui/index.ts';

export type AuditProps = {
  lines: readonly { at: Html; who: string; act: string; subject: string; detail: string; ip: string }[];
  filter: { text: string; act: string; from: string; to: string };
  acts: readonly Option[];
  filtered: boolean;
  /** How many lines were searched for the text, where there are older ones. */
  searched: number | null;
  newerHref: string | null;
  olderHref: string | null;
};

export function auditView(props: AuditProps): Html {
  const head = pageHead({
    title: '操作日志',
    sub: '登录、授权、查看号码、导出、打印和设置变更都记在这里，最新的在前。任何人不能修改或删除。',
  });
  return html`${head}${filters(props)}${limit(props)}${table(props)}${pager({ prevHref: props.newerHref, nextHref: props.olderHref, countText: `本页 ${props.lines.length} 条` })}`;
}

function filters({ filter, acts, filtered }: AuditProps): Html {
  const day = (name: 'from' | 'to', label: string) =>
    field({ name, label, widget: 'date', value: filter[name], layout: 'inline' });
  return filterBar({
    action: '/audit',
    fields: [
      field({
        name: 'q',
        label: '人员',
        widget: 'search',
        value: filter.text,
        layout: 'inline',
        maxlength: 40,
      }),
      field({
        name: 'act',
        label: '操作',
        widget: 'select',
        value: filter.act,
        options: acts,
        placeholder: '全部',
        layout: 'inline',
      }),
      day('from', '自'),
      day('to', '至'),
    ],
    resetHref: filtered ? '/audit' : null,
  });
}

function limit({ searched }: AuditProps): Html | '' {
  if (searched === null) return '';
  return note(
    'info',
    `按人员只查找了符合其他条件的最近 ${searched} 条记录。要查找更早的，请用“自”“至”选择日期。`,
  );
}

function table({ lines, filtered }: AuditProps): Html {
  const empty = filtered
    ? emptyState({
        title: '没有符合条件的记录',
        text: '放宽条件或日期范围再找。',
        action: linkButton({ href: '/audit', text: '查看全部记录' }),
      })
    : emptyState({ title: '还没有记录', text: '有人登录或更改设置后，会逐条记在这里。' });
  return dataTable({
    caption: '操作日志',
    columns: [
      { key: 'at', label: '时间' },
      { key: 'who', label: '操作人' },
      { key: 'act', label: '操作' },
      { key: 'subject', label: '对象' },
      { key: 'detail', label: '详情' },
      { key: 'ip', label: '网络地址', minor: true },
    ],
    rows: lines.map(({ at, who, act, subject, detail, ip }) => ({
      cells: {
        at: inOneLine(at),
        who: inOneLine(who),
        act: inOneLine(act),
        subject: unlessLong(subject),
        detail: unlessLong(detail),
        ip: inOneLine(ip),
      },
    })),
    empty,
  });
}

function inOneLine(content: Content): Html {
  return html`<span class="text-nowrap">${content}</span>`;
}

/** On a phone a table would break short Chinese text after every character. */
function unlessLong(text: string): Content {
  return text.length <= 30 ? inOneLine(text) : text;
}
