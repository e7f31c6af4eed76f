import type { Failure } from '../../src/web/submit.ts';
import { type DraftFilesProps, draftFiles } from '../attachments/files.ts';
import {
  type Attributes,
  actPlace,
  attributes,
  autosaveStatus,
  card,
  csrfField,
  disclosure,
  type FieldProps,
  failureNote,
  field,
  fieldRow,
  formActions,
  type Html,
  hiddenField,
  html,
  linkButton,
  note,
  pageHead,
  submitButton,
  threeColumns,
} from '../ui/index.ts';
import {
  type CallerProps,
  type CaseLine,
  callerView,
  type PhraseStage,
  phrasesView,
  similarView,
} from './intake-help.ts';
import { inPlace, type OutcomeProps, outcomeView } from './intake-outcome.ts';

export type IntakeFieldName =
  | 'phone'
  | 'name'
  | 'address'
  | 'channel'
  | 'kind'
  | 'text'
  | 'headline'
  | 'item'
  | 'category'
  | 'area'
  | 'place'
  | 'urgent'
  | 'emergency'
  | 'confidential'
  | 'anonymous';

export type IntakeProps = {
  key: string;
  csrf: string;
  /** When this page was opened for a new call; epoch ms. */
  openedAt: number;
  fields: Record<IntakeFieldName, FieldProps>;
  caller: CallerProps;
  similar: readonly CaseLine[];
  files: DraftFilesProps;
  stages: readonly PhraseStage[];
  outcome: OutcomeProps | null;
  failure: Failure | null;
  savedText: string;
  /** Whether this page continues something that was typed before. */
  restored: boolean;
  /** Other unfinished intakes of this operator. */
  others: readonly { key: string; text: string; savedText: string }[];
};

/** One page, three columns: who, what, help. Fields follow a real call; Tab follows the reading order. */
export function intakeView(props: IntakeProps): Html {
  const form = attributes({
    id: 'intake',
    method: 'post',
    action: '/intake',
    enctype: 'multipart/form-data',
    'data-autosave': `/drafts/${props.key}?form=intake`,
    'aria-label': '新来电登记',
    autocomplete: 'off',
    // The server's messages are in Chinese and keep everything typed; the browser's are not.
    novalidate: true,
  });
  // Enter in a field would press the first button there is; a disabled one first means: Enter sends nothing.
  const noEnter = html`<button type="submit" disabled hidden></button>`;
  return html`${head(props)}${failureNote(props.failure)}${goesOn(props)}${otherDrafts(props.others)}
<form ${form}>${noEnter}${csrfField(props.csrf)}${hiddenField('key', props.key)}${hiddenField('opened_at', String(props.openedAt))}
${threeColumns(who(props), what(props), help(props))}</form>`;
}

function head(props: IntakeProps): Html {
  const another = linkButton({ text: '另开一份登记', key: 'F4', href: '/intake?new=1', small: true });
  const discard = linkButton({
    text: '丢弃',
    tone: 'quiet',
    href: `/drafts/${props.key}/discard`,
    small: true,
  });
  return pageHead({
    title: '新来电登记',
    actions: html`${autosaveStatus(props.savedText)}${props.restored ? html`${another}${discard}` : ''}`,
  });
}

/** Nobody should type a new call over an old one without noticing. */
function goesOn(props: IntakeProps): Html {
  if (!props.restored || props.failure || props.outcome) return html``;
  return note('warn', `接着上次未提交的登记（${props.savedText}）。如是新的来电，请按 F4 另开一份。`);
}

function otherDrafts(others: IntakeProps['others']): Html {
  if (others.length === 0) return html``;
  const lines = others.map(
    (draft) =>
      html`<li>${draft.text} <span class="ui-muted">${draft.savedText}</span> ${linkButton({ text: '继续', tone: 'quiet', small: true, href: `/intake?key=${draft.key}` })}${linkButton({ text: '丢弃', tone: 'quiet', small: true, href: `/drafts/${draft.key}/discard` })}</li>`,
  );
  return disclosure(`还有 ${others.length} 份未提交的登记`, html`<ul class="ui-phrases">${lines}</ul>`);
}

function who({ fields, caller, failure, outcome }: IntakeProps): Html {
  const phone = field({
    ...fields.phone,
    inputmode: 'tel',
    ...TYPED,
    attrs: { autofocus: !failure && !outcome },
  });
  const found = live('caller', 'get', '/intake/caller', 'load, input from:#f-phone changed delay:300ms', {
    'hx-include': '#f-phone',
    'aria-live': 'polite',
  });
  const person = html`${field({ ...fields.name, ...TYPED })}${field({ ...fields.address, ...TYPED })}`;
  const wishes = fieldRow([field(fields.anonymous), field(fields.confidential)]);
  const channel = field({ ...fields.channel, widget: 'select', placeholder: null });
  return html`${phone}${person}${wishes}${channel}${card('来电历史', html`<div ${found}>${callerView(caller)}</div>`)}`;
}

/** The browser must not offer what was typed for other callers. */
const TYPED = { autocomplete: 'off' } as const;

function what(props: IntakeProps): Html {
  const { fields, outcome } = props;
  return html`${field({ ...fields.kind, widget: 'radio' })}
${field({ ...fields.text, rows: 5, ...TYPED })}
${fieldRow([field({ ...fields.headline, placeholder: '不填则取内容第一句', help: null, ...TYPED }), field({ ...fields.place, ...TYPED })])}
${places(fields)}
${fieldRow([field(fields.urgent), field(fields.emergency)])}
${draftFiles(props.files)}
${actPlace(outcome ? outcomeView(outcome) : '')}
${outcomes()}`;
}

/** What it is about and where. A hotline without a catalogue of service items (Q-B3) is not asked for one. */
function places({ item, category, area }: IntakeProps['fields']): Html {
  const listed = Array.isArray(item.options) && item.options.length > 0;
  const pickers = [...(listed ? [item] : []), category, area];
  return fieldRow(
    pickers.map((each) => field({ ...each, placeholder: '名称或拼音首字母' })),
    listed ? 3 : 2,
  );
}

/** Every way a call can end, each with its key. */
function outcomes(): Html {
  return formActions([
    submitButton({ text: '当场答复', key: 'F8', name: 'outcome', value: 'answer', attrs: inPlace }),
    submitButton({ text: '受理', key: 'F9', tone: 'primary', name: 'outcome', value: 'accept' }),
    submitButton({ text: '不予受理', key: 'F7', name: 'outcome', value: 'reject', attrs: inPlace }),
    submitButton({ text: '暂存待受理', key: 'Ctrl+s', name: 'outcome', value: 'hold' }),
  ]);
}

function help({ similar, stages, fields }: IntakeProps): Html {
  const typed = String(fields.text.value ?? '') !== '';
  const found = live('similar', 'post', '/intake/similar', 'input from:#f-text changed delay:800ms', {});
  return html`${card('相似工单', html`<div ${found}>${similarView(similar, typed)}</div>`)}${card('规范用语', phrasesView(stages))}`;
}

/** A place that follows what is typed elsewhere. It asks by itself, so that the form's buttons stay ready meanwhile. */
function live(id: string, method: 'get' | 'post', path: string, trigger: string, more: Attributes): Html {
  return attributes({
    id,
    [`hx-${method}`]: path,
    'hx-trigger': trigger,
    'hx-swap': 'innerHTML',
    'hx-sync': 'this:replace',
    'hx-status:4xx': 'swap:none',
    'hx-status:5xx': 'swap:none',
    ...more,
  });
}
