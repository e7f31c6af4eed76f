import {
  type Assets,
  actPlace,
  autosaveStatus,
  card,
  clockBadge,
  clockBar,
  consequence,
  copyButton,
  csrfField,
  dataTable,
  definitionList,
  disclosure,
  emptyState,
  errorSummary,
  field,
  fieldRow,
  figures,
  filterBar,
  filterChips,
  flags,
  formActions,
  type Html,
  html,
  layout,
  linkButton,
  note,
  pageHead,
  pager,
  phraseCards,
  plainLayout,
  postButton,
  primaryAndMore,
  printLayout,
  prose,
  queueTable,
  scriptButton,
  stateSentence,
  statusBadge,
  submitButton,
  tabs,
  threeColumns,
  thumbnails,
  timeline,
  timeTag,
  twoColumns,
  type Widget,
} from '../../views/ui/index.ts';

const AT = Date.UTC(2026, 10, 21, 6, 5);
const WIDGETS: Widget[] = [
  'text',
  'textarea',
  'select',
  'radio',
  'checkbox',
  'datetime',
  'date',
  'tel',
  'email',
  'password',
  'number',
  'file',
  'picker',
  'multipicker',
  'hidden',
];

export const plainAssets: Assets = (name) => `/assets/v/${name}`;

/** Every component once, with `x` in place of every text, so that one hostile text tests them all. */
export function everyComponent(x: string): Record<string, Html> {
  return { ...words(x), ...tables(x), ...forms(x), ...caseParts(x), ...blocks(x), ...pages(x) };
}

function words(x: string): Record<string, Html> {
  return {
    timeTag: timeTag(AT, x, x),
    statusBadge: statusBadge('due', x),
    clockBadge: clockBadge({ text: x, tone: 'overdue', title: x }),
    flags: flags({ urgent: true, emergency: true, confidential: true, anonymous: true }),
    note: note('error', x),
    copyButton: copyButton(x, x),
    linkButton: linkButton({ text: x, href: x, key: 'F4', icon: 'printer' }),
    scriptButton: scriptButton({ text: x, attrs: { 'data-x': x } }),
    postButton: postButton({ text: x, action: x, csrf: x, fields: { [x]: x }, confirm: x }),
  };
}

function tables(x: string): Record<string, Html> {
  const columns = [
    { key: 'flags', label: '' },
    { key: 'headline', label: x, sort: x, sorted: 'ascending' as const },
    { key: 'clock', label: x, align: 'end' as const, minor: true },
  ];
  const cells = { headline: x, clock: clockBadge({ text: x, tone: 'due' }) };
  const rows = [{ href: x, preview: x, urgent: true, cells }];
  return {
    queueTable: queueTable({ caption: x, columns, rows, empty: html`` }),
    dataTable: dataTable({
      caption: x,
      captionVisible: true,
      columns,
      rows: [{ cells: { headline: x, clock: 3 } }],
      foot: x,
    }),
    pager: pager({ prevHref: x, nextHref: null, countText: x }),
    emptyState: emptyState({ title: x, text: x, action: linkButton({ text: x, href: x }) }),
    filterChips: filterChips([{ label: x, value: x, removeHref: x }]),
    filterBar: filterBar({
      action: x,
      fields: [field({ name: 'kind', label: x, widget: 'text', layout: 'inline', value: x })],
      keep: { [x]: x },
      resetHref: x,
    }),
  };
}

function forms(x: string): Record<string, Html> {
  const options = [
    { value: x, text: x, keys: x, hint: x },
    { value: '2', text: x, disabled: true },
  ];
  const fields = WIDGETS.map((widget) => [
    `field ${widget}`,
    field({
      name: `${widget}[0]`,
      label: x,
      widget,
      value: x,
      values: [x],
      options: widget === 'text' ? undefined : options,
      required: true,
      help: x,
      error: x,
      placeholder: x,
      maxlength: 20,
      attrs: { 'data-x': x },
    }),
  ]);
  return {
    ...Object.fromEntries(fields),
    'field bare': field({ name: 'bare', label: x, widget: 'text', layout: 'bare' }),
    'field lone checkbox': field({ name: 'lone', label: x, widget: 'checkbox', checked: true }),
    errorSummary: errorSummary(
      [
        { name: 'text[0]', text: x },
        { name: null, text: x },
      ],
      x,
    ),
    formActions: formActions(
      [submitButton({ text: x, tone: 'primary', key: 'F8', name: x, value: x, confirm: x })],
      autosaveStatus(x),
    ),
    fieldRow: fieldRow([html``], 3),
    consequence: consequence(x),
    phraseCards: phraseCards([{ title: x, text: x }], 'content'),
  };
}

function caseParts(x: string): Record<string, Html> {
  const action = { text: x, href: x, key: 'F8', hint: x, confirm: x };
  const clock = {
    label: x,
    startedText: x,
    dueText: x,
    metText: null,
    tone: 'due' as const,
    share: 140,
    why: x,
    text: x,
  };
  return {
    stateSentence: stateSentence({ tone: 'new', state: x, text: x }),
    primaryAndMore: primaryAndMore({
      primary: { ...action, inPlace: true },
      more: [
        {
          name: x,
          actions: [action, { ...action, method: 'post', csrf: x, fields: { [x]: x }, tone: 'danger' }],
        },
      ],
    }),
    actPlace: actPlace(x),
    clockBar: clockBar([clock, { ...clock, metText: x, tone: 'met', share: -3 }]),
    timeline: timeline([{ at: timeTag(AT, x, x), what: x, who: x, note: x, tone: 'done' }]),
    definitionList: definitionList([
      [x, x],
      [x, null],
    ]),
    thumbnails: thumbnails([
      { href: x, name: x, detail: x, src: x },
      { href: x, name: x, src: null },
    ]),
  };
}

function blocks(x: string): Record<string, Html> {
  return {
    pageHead: pageHead({ title: x, sub: x, actions: x, back: { href: x, text: x } }),
    card: card(x, x, { id: 'card', actions: x, tone: 'quiet' }),
    tabs: tabs(
      [
        { href: x, text: x, count: 3, current: true },
        { href: x, text: x, current: false },
      ],
      x,
    ),
    twoColumns: twoColumns(x, x),
    threeColumns: threeColumns(x, x, x),
    disclosure: disclosure(x, x, true),
    figures: figures([
      { label: x, value: x, href: x, detail: x, tone: 'overdue' },
      { label: x, value: x },
    ]),
    prose: prose(x),
  };
}

function pages(x: string): Record<string, Html> {
  const main = html`<p>${x}</p>`;
  return {
    layout: layout({
      title: x,
      site: x,
      user: { name: x, rolesText: x, operatorNo: x },
      nav: [{ href: x, label: x, count: x, current: true, group: x, alert: true }],
      csrf: x,
      flash: { tone: 'ok', text: x },
      main,
      assets: plainAssets,
      theme: 'dark',
      canIntake: true,
      query: x,
      notices: [{ text: x, href: x, tone: 'warn' }],
      refresh: 60,
    }),
    plainLayout: plainLayout({
      title: x,
      main: html`${csrfField(x)}`,
      assets: plainAssets,
      theme: 'auto',
      foot: x,
    }),
    printLayout: printLayout({ title: x, letterhead: x, main, assets: plainAssets, meta: x, watermark: x }),
  };
}
