import {
  attributes,
  classes,
  type FieldProps,
  field,
  fieldId,
  type Html,
  hiddenField,
  html,
  note,
  type Option,
  optionTags,
  submitButton,
} from '../ui/index.ts';

export type EditorRow = {
  /** Its place in the list, from 0. */
  index: number;
  code: { name: string; value: string };
  title: string;
  fields: readonly EditorField[];
  /** Of a long list: the row is opened by its title. */
  fold: { open: boolean } | null;
  aid: RowAid | null;
};

/** What the text of a row may fill in, and what it comes to. */
export type RowAid = {
  /** The row as the form numbers it: rules.3. */
  row: string;
  field: string;
  inserts: readonly { text: string; meaning: string }[];
  sample: string;
  count: string;
};

/** `narrow` holds a number and its unit, `tiny` a time. */
export type EditorField = FieldProps & {
  room: 'wide' | 'narrow' | 'tiny';
  /** Under which heading a select shows an option. */
  groupOf?: ((value: string) => string) | undefined;
};

export type EditorPart = {
  name: string;
  title: string;
  help: string | null;
  /** What one row is: 类型. */
  noun: string;
  problem: string | null;
  fields: readonly EditorField[];
  /** Null where the part is no list. */
  rows: readonly EditorRow[] | null;
};

/** The parts of a form of settings. Rows are added, moved and removed by buttons that work without JavaScript. */
export function editor(parts: readonly EditorPart[], action: string): Html {
  return html`${parts.map((part) => {
    const title = part.title ? html`<h3>${part.title}</h3>` : '';
    const problem = part.problem ? note('error', part.problem) : '';
    const body = part.rows ? rowList(part, part.rows, action) : cells(part.fields);
    return html`<section class="policy-part" id="${fieldId(part.name)}" tabindex="-1">${title}${part.help ? html`<p class="ui-muted">${part.help}</p>` : ''}${problem}${body}</section>`;
  })}`;
}

function cells(fields: readonly EditorField[]): Html {
  const each = fields.map(
    (one) =>
      html`<div class="${classes('policy-cell', one.room !== 'wide' && `policy-${one.room}`, isLong(one) && 'policy-long', isFlag(one) && 'policy-flag')}">${field(grouped(one))}</div>`,
  );
  return html`<div class="policy-cells">${each}</div>`;
}

function isLong({ widget, options }: FieldProps): boolean {
  return widget === 'textarea' || (widget === 'checkbox' && options !== undefined);
}

function isFlag({ widget, options }: FieldProps): boolean {
  return widget === 'checkbox' && options === undefined;
}

/** A long select under headings; the options stand in their order, so each heading comes once. */
function grouped(one: EditorField): FieldProps {
  const { groupOf, options, value } = one;
  if (!groupOf || !Array.isArray(options)) return one;
  const chosen = new Set([String(value ?? '')]);
  const groups = [...Map.groupBy(options as readonly Option[], (option) => groupOf(option.value))];
  const tags = groups.map(([label, members]) =>
    label === ''
      ? optionTags(members, chosen)
      : html`<optgroup label="${label}">${optionTags(members, chosen)}</optgroup>`,
  );
  return { ...one, options: html`${tags}` };
}

function rowList(part: EditorPart, rows: readonly EditorRow[], action: string): Html {
  const list = rows.map((row) => editorRow(part, row, rows.length, action));
  const none =
    rows.length === 0 ? html`<p class="ui-muted">还没有${part.noun}。点“增加一项”填写第一项。</p>` : '';
  const add = submitButton({
    text: '增加一项',
    icon: 'plus',
    name: 'do',
    value: `add:${part.name}`,
    formaction: `${action}#row-${part.name}-${rows.length}`,
    novalidate: true,
    attrs: { 'aria-label': `增加一项${part.noun}` },
  });
  return html`<div class="policy-rows">${list}${none}</div>${add}`;
}

function editorRow(part: EditorPart, row: EditorRow, count: number, action: string): Html {
  const { index } = row;
  const name = `第 ${index + 1} 项${row.title ? `“${row.title}”` : ''}`;
  const button = (text: string, what: 'up' | 'down' | 'remove', to: number, disabled: boolean) =>
    submitButton({
      text,
      disabled,
      small: true,
      tone: 'quiet',
      name: 'do',
      value: `${what}:${part.name}:${index}`,
      formaction: `${action}#row-${part.name}-${to}`,
      novalidate: true,
      attrs: { 'aria-label': `${text}${name}` },
    });
  const buttons = html`${button('上移', 'up', index - 1, index === 0)}${button('下移', 'down', index + 1, index === count - 1)}${button('移除', 'remove', Math.max(0, index - 1), false)}`;
  if (row.fold) return foldedRow(part, row, row.fold.open, buttons, action);
  return html`<fieldset class="${classes('policy-row', row.fields.length < 3 && !row.fields.some(isLong) && 'policy-row-short')}" id="${`row-${part.name}-${index}`}"><legend>${index + 1}<span class="visually-hidden"> ${part.noun}${row.title}</span></legend>${hiddenField(row.code.name, row.code.value)}${cells(row.fields)}<div class="policy-buttons">${buttons}</div></fieldset>`;
}

/** A row that its title opens; one with something to correct stands open. */
function foldedRow(part: EditorPart, row: EditorRow, open: boolean, buttons: Html, action: string): Html {
  const own = attributes({ class: 'policy-fold', id: `row-${part.name}-${row.index}`, open });
  const aid = row.aid ? rowAidBox(row.aid, `#row-${part.name}-${row.index}`, action) : '';
  return html`<details ${own}><summary><span class="policy-number">${row.index + 1}</span><span>${row.title}</span></summary><fieldset><legend class="visually-hidden">${part.noun} ${row.index + 1}</legend>${hiddenField(row.code.name, row.code.value)}${cells(row.fields)}${aid}${codeLine(part, row)}<div class="policy-buttons">${buttons}</div></fieldset></details>`;
}

/** Gateways with templates name a rule by its code. */
function codeLine({ noun }: EditorPart, { code }: EditorRow): Html | '' {
  return code.value ? html`<p class="ui-muted">${noun}代码：<code>${code.value}</code></p>` : '';
}

/** Follows what is typed in its row, where the browser can. */
function rowAidBox(aid: RowAid, place: string, action: string): Html {
  const own = attributes({
    class: 'policy-aid',
    'hx-post': `${action}/example?row=${aid.row}`,
    'hx-trigger': `change from:${place}, input from:${place} delay:400ms`,
    // A button that has just got the focus is still there to be pressed.
    'hx-swap': 'innerMorph',
    'hx-status:4xx': 'swap:none',
    'hx-status:5xx': 'swap:none',
  });
  return html`<div ${own}>${rowAidLines(aid)}</div>`;
}

export function rowAidLines({ field, inserts, sample, count }: RowAid): Html {
  const buttons = inserts.map(({ text, meaning }) => {
    const own = attributes({
      type: 'button',
      class: 'policy-insert',
      title: meaning,
      'data-fill': `#${fieldId(field)}`,
      'data-text': text,
    });
    return html`<button ${own}>${text}</button>`;
  });
  const offered =
    inserts.length === 0 ? '' : html`<p class="policy-inserts"><span>可以填入</span>${buttons}</p>`;
  const shown = sample === '' ? '' : html`<p>样例：${sample}<span class="ui-muted">（${count}）</span></p>`;
  return html`${offered}${shown}`;
}
