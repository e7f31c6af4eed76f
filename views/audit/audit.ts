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
  optionTags,
  pageHead,
  pager,
  statusBadge,
} from '../ui/index.ts';
import { type ExportProps, exportForm } from './export.ts';
import type { NoteProps } from './line.ts';
import { type StateProps, stateCard } from './state.ts';

export type AuditProps = {
  state: StateProps;
  lines: readonly LineProps[];
  /** What was typed into the fields q, act, from, to, text and ip. */
  filter: Readonly<Record<'q' | 'act' | 'from' | 'to' | 'text' | 'ip', string>>;
  export: ExportProps;
  /** Under headings. */
  acts: readonly { title: string; options: readonly Option[] }[];
  /** How long lines are kept. */
  keptDays: number;
  filtered: boolean;
  /** How many lines were searched for the text, where there are older ones. */
  searched: number | null;
  newerHref: string | null;
  olderHref: string | null;
};

export type LineProps = {
  href: string;
  at: Html;
  who: string;
  act: string;
  subject: string;
  detail: string;
  ip: string;
  /** The last check found something wrong with it. */
  faulty: boolean;
  /** What auditors remarked on it. */
  notes: readonly NoteProps[];
};

export function auditView(props: AuditProps): Html {
  const head = pageHead({
    title: '操作日志',
    sub: `登录、授权、查看号码、导出、打印和设置变更都记在这里，最新的在前。任何人不能修改或删除；满 ${props.keptDays} 天的旧记录由系统按期清理，清理本身也记在这里。`,
  });
  return html`${head}${stateCard(props.state)}${filters(props)}${limit(props)}${table(props)}${exportForm(props.export)}${pager({ prevHref: props.newerHref, nextHref: props.olderHref, countText: `本页 ${props.lines.length} 条` })}`;
}

function filters({ filter, acts, filtered }: AuditProps): Html {
  const words = (name: 'q' | 'text' | 'ip', label: string) =>
    field({ name, label, widget: 'search', value: filter[name], layout: 'inline', maxlength: 40 });
  const day = (name: 'from' | 'to', label: string) =>
    field({ name, label, widget: 'date', value: filter[name], layout: 'inline' });
  return filterBar({
    action: '/audit',
    fields: [
      words('q', '人员'),
      field({
        name: 'act',
        label: '操作',
        widget: 'select',
        value: filter.act,
        options: html`${acts.map((group) => grouped(group, filter.act))}`,
        placeholder: '全部',
        layout: 'inline',
      }),
      day('from', '自'),
      day('to', '至'),
      words('text', '内容'),
      words('ip', '网络地址'),
    ],
    resetHref: filtered ? '/audit' : null,
  });
}

function grouped({ title, options }: AuditProps['acts'][number], chosen: string): Html {
  return html`<optgroup label="${title}">${optionTags(options, new Set([chosen]))}</optgroup>`;
}

function limit({ searched }: AuditProps): Html | '' {
  if (searched === null) return '';
  return note(
    'info',
    `按人员、内容或网络地址只查找了符合其他条件的最近 ${searched} 条记录。要查找更早的，请用“自”“至”选择日期，或导出后查找。`,
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
    cards: true,
    columns: [
      { key: 'at', label: '时间' },
      { key: 'who', label: '操作人' },
      { key: 'act', label: '操作' },
      { key: 'subject', label: '对象' },
      { key: 'detail', label: '详情' },
      { key: 'ip', label: '网络地址', minor: true },
    ],
    rows: lines.map(({ href, at, who, act, subject, detail, ip, faulty, notes }) => ({
      cells: {
        at: html`${inOneLine(html`<a href="${href}">${at}</a>`)}${faulty ? html` ${statusBadge('overdue', '核对不符')}` : ''}`,
        who: inOneLine(who),
        act: inOneLine(act),
        subject: unlessLong(subject),
        detail: html`${unlessLong(detail)}${notes.map(remark)}`,
        ip: inOneLine(ip),
      },
    })),
    empty,
  });
}

/** At the desk; a card on the phone has only so much room. */
function inOneLine(content: Content): Content {
  return content === '' ? '' : html`<span class="ui-one-line">${content}</span>`;
}

function remark({ who, at, text }: NoteProps): Html {
  return html`<div class="ui-muted">批注（${who}，${at}）：${text}</div>`;
}

/** A narrow column would break short Chinese text after every character. */
function unlessLong(text: string): Content {
  return text.length <= 30 ? inOneLine(text) : text;
}
