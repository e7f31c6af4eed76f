import {
  type Content,
  card,
  csrfField,
  definitionList,
  errorSummary,
  field,
  formActions,
  type Html,
  html,
  pageHead,
  pager,
  submitButton,
} from '../ui/index.ts';

export type NoteProps = { who: string; at: Content; text: string };

export type LineViewProps = {
  id: number;
  rows: readonly (readonly [string, Content])[];
  notes: readonly NoteProps[];
  newerHref: string | null;
  olderHref: string | null;
  csrf: string;
  typed: string;
  failure: { message: string; fields: Readonly<Record<string, string>> } | null;
};

/** One line of the log, whole, with what auditors remarked on it. */
export function lineView(props: LineViewProps): Html {
  const { id, rows, newerHref, olderHref } = props;
  return html`${pageHead({ title: `操作日志第 ${id} 条`, back: { href: '/audit', text: '操作日志' } })}${card('记录', definitionList(rows.map(([term, value]) => [term, value && breakable(value)])))}${card('批注', html`${notes(props)}${noteForm(props)}`)}${pager({ prevHref: newerHref, nextHref: olderHref, prevText: '后一条', nextText: '前一条', countText: `第 ${id} 条` })}`;
}

/** Check values and addresses have no place to break at. */
function breakable(value: Content): Html {
  return html`<span class="text-break">${value}</span>`;
}

function notes({ notes: given }: LineViewProps): Html {
  if (given.length === 0) return html`<p class="ui-muted">还没有批注。</p>`;
  return definitionList(
    given.map(({ who, at, text }) => [`${who}`, html`${text} <span class="ui-muted">${at}</span>`]),
  );
}

function noteForm({ id, csrf, typed, failure }: LineViewProps): Html {
  const why = failure?.fields.note ?? null;
  return html`${failure ? errorSummary([{ name: why ? 'note' : null, text: failure.message }]) : ''}<form method="post" action="/audit/${id}/note">${csrfField(csrf)}${field(
    {
      name: 'note',
      label: '加批注',
      widget: 'textarea',
      rows: 3,
      value: typed,
      required: true,
      maxlength: 500,
      error: why,
      help: '批注本身也是一条记录，写入后不能修改或删除，请勿写入诉求人的个人信息。',
    },
  )}${formActions([submitButton({ text: '保存批注', tone: 'primary' })])}</form>`;
}
