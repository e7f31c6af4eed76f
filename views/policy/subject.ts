import {
  attributes,
  card,
  dataTable,
  definitionList,
  type Html,
  html,
  note,
  pageHead,
  twoColumns,
} from '../ui/index.ts';
import { type FormProps, policyForm } from './form.ts';

/** The values in force as they are read, for those who may not change them. */
export type ReadPart = {
  title: string;
  noun: string;
  columns: readonly string[];
  items: readonly { title: string; values: readonly string[] }[];
  isList: boolean;
};

export type SubjectProps = {
  title: string;
  from: string;
  words: readonly string[];
  coming: readonly { from: string; changes: readonly string[] }[];
  example: readonly string[];
  /** Words that the texts may use; [] where there is an example instead. */
  glossary: readonly (readonly [term: string, meaning: string])[];
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
  const side = html`${card('含义', meaning, { tone: 'quiet' })}${aside(props)}`;
  return html`${head}${coming}${twoColumns(main, side)}${props.history}`;
}

function aside({ glossary, example, form }: SubjectProps): Html {
  if (glossary.length === 0) return card('示例', exampleBox(example, form), { tone: 'quiet' });
  return card('可以填入的内容', definitionList(glossary), { tone: 'quiet' });
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
