import {
  attributes,
  autosaveStatus,
  type Content,
  card,
  csrfField,
  dataTable,
  definitionList,
  errorSummary,
  field,
  formActions,
  type Html,
  hiddenField,
  html,
  note,
  pageHead,
  postButton,
  submitButton,
  twoColumns,
} from '../ui/index.ts';
import { type EditorPart, editor } from './editor.ts';

/** The values in force as they are read, for those who may not change them. */
export type ReadPart = {
  title: string;
  noun: string;
  columns: readonly string[];
  items: readonly { title: string; values: readonly string[] }[];
  isList: boolean;
};

export type FormProps = {
  action: string;
  csrf: string;
  parts: readonly EditorPart[];
  when: { chosen: 'now' | 'later'; starts: string; error: string | undefined };
  /** The newest version when the form was opened. */
  base: number;
  draft: { key: string; form: string; savedText: string | null };
  failure: { message: string; fields: readonly { name: string; text: string }[] } | null;
  /** What the form was filled with, where it is not what is in force. */
  filledWith: string | null;
};

export type SubjectProps = {
  title: string;
  from: string;
  words: readonly string[];
  coming: readonly { from: string; changes: readonly string[] }[];
  example: readonly string[];
  /** Null for those who may only read. */
  form: FormProps | null;
  read: readonly ReadPart[];
  history: Html;
};

/** One subject: what it means, its form or its values, an example, what is to come, and its history. */
export function policySubject(props: SubjectProps): Html {
  const head = pageHead({
    title: props.title,
    sub: props.from,
    back: { href: '/policy', text: '设置与时限' },
  });
  const meaning = html`${props.words.map((text) => html`<p>${text}</p>`)}`;
  const coming = props.coming.map(({ from, changes }) =>
    note('warn', html`<strong>已定于以后施行，${from}：</strong>${changes.join('；')}`),
  );
  const main = props.form ? policyForm(props.form) : card('现行内容', html`${props.read.map(readPart)}`);
  const side = html`${card('含义', meaning, { tone: 'quiet' })}${card('示例', exampleBox(props.example, props.form), { tone: 'quiet' })}`;
  return html`${head}${coming}${twoColumns(main, side)}${props.history}`;
}

/** Follows what is typed where the browser can; the preview shows it in any case. */
function exampleBox(example: readonly string[], form: FormProps | null): Html {
  const live = form
    ? {
        'hx-post': `${form.action}/example`,
        'hx-trigger': 'change from:#policy-form delay:300ms',
        'hx-include': '#policy-form',
        'hx-swap': 'innerHTML',
        'hx-status:4xx': 'swap:none',
        'hx-status:5xx': 'swap:none',
      }
    : {};
  return html`<div ${attributes({ id: 'policy-example', class: 'policy-example', 'aria-live': 'polite', ...live })}>${exampleLines(example)}</div>`;
}

export function exampleLines(example: readonly string[]): Html {
  return html`${example.map((line) => html`<p>${line}</p>`)}`;
}

function policyForm(form: FormProps): Html {
  const own = attributes({
    id: 'policy-form',
    method: 'post',
    action: form.action,
    novalidate: true,
    'data-autosave': `/drafts/${form.draft.key}`,
    'aria-label': '修改设置',
  });
  const hidden = html`${csrfField(form.csrf)}${hiddenField('key', form.draft.key)}${hiddenField('form', form.draft.form)}${hiddenField('base', String(form.base))}`;
  // Enter presses the first button of a form: that shall be the preview, not a row's.
  const first = html`<button type="submit" class="visually-hidden" tabindex="-1" aria-hidden="true" name="do" value="preview">预览改动</button>`;
  return card(
    '修改',
    html`${filledNote(form)}<form ${own}>${hidden}${first}${problems(form)}${editor(form.parts, form.action)}${whenFields(form)}
${formActions([submitButton({ text: '预览改动', tone: 'primary', name: 'do', value: 'preview', key: 'Ctrl+Enter' })], autosaveStatus(form.draft.savedText ?? ''))}</form>`,
  );
}

function filledNote({ filledWith, draft, csrf, action }: FormProps): Content {
  if (!filledWith) return '';
  const drop = postButton({
    action: `/drafts/${draft.key}/discard`,
    csrf,
    text: '放弃，按现行内容重新填写',
    small: true,
    fields: { back: action },
  });
  return note('info', html`${filledWith}${draft.savedText ? html` ${drop}` : ''}`);
}

function problems({ failure }: FormProps): Html {
  if (!failure) return html``;
  return failure.fields.length > 0
    ? errorSummary(failure.fields, failure.message)
    : note('error', failure.message);
}

function whenFields({ when }: FormProps): Html {
  const choice = field({
    name: 'when',
    label: '施行时间',
    widget: 'radio',
    value: when.chosen,
    options: [
      { value: 'now', text: '确认后立即施行' },
      { value: 'later', text: '指定日期和时间', hint: '不能早于现在' },
    ],
  });
  const starts = field({
    name: 'starts',
    label: '施行的日期和时间',
    widget: 'datetime',
    value: when.starts,
    error: when.error,
  });
  return html`<section class="policy-part"><h3>何时施行</h3>${choice}${starts}</section>`;
}

function readPart({ title, noun, columns, items, isList }: ReadPart): Html {
  const heading = title ? html`<h3>${title}</h3>` : '';
  if (!isList) {
    const pairs = columns.map((column, place) => [column, items[0]?.values[place] ?? ''] as const);
    return html`${heading}${definitionList(pairs)}`;
  }
  const table = dataTable({
    caption: title || noun,
    columns: columns.map((label, place) => ({ key: String(place), label })),
    rows: items.map(({ values }) => ({
      cells: Object.fromEntries(values.map((value, place) => [String(place), value])),
    })),
    empty: html`<p class="ui-muted">没有设置${noun}。</p>`,
  });
  return html`${heading}${table}`;
}
