import {
  type Content,
  card,
  csrfField,
  definitionList,
  disclosure,
  errorSummary,
  field,
  formActions,
  type Html,
  html,
  note,
  pageHead,
  pager,
  STATE_WORDS,
  submitButton,
} from '../ui/index.ts';

export type NoteProps = { who: string; at: Content; text: string };

export type LineViewProps = {
  id: number;
  /** What the last check found wrong with it; '' where nothing. */
  fault: string;
  rows: readonly (readonly [string, Content])[];
  /** The detail as it is chained, for whoever reckons the check value anew; '' where there is none. */
  stored: string;
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
  return html`${pageHead({ title: `操作日志第 ${id} 条`, back: { href: '/audit', text: '操作日志' } })}${props.fault && note('error', props.fault, STATE_WORDS.error)}${card('记录', html`${definitionList(rows.map(([term, value]) => [term, value && breakable(value)]))}${asStored(props)}`)}${card('批注', html`${notes(props)}${noteForm(props)}`)}${pager({ prevHref: newerHref, nextHref: olderHref, prevText: '后一条', nextText: '前一条', countText: `第 ${id} 条` })}`;
}

/** Keys and codes of the program: nothing to read, so it is folded up, and no Chinese to be read aloud. */
function asStored({ stored }: LineViewProps): Html | '' {
  if (stored === '') return '';
  const text = html`<code class="text-break" lang="en">${stored}</code>`;
  return disclosure('写入时的详情原文（核算校验码用）', text);
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
