import { type Proposal, proposedName } from '../../src/cases/follow.ts';
import type { FieldLook, Option, Typed } from '../../src/web/forms.ts';
import {
  type Attributes,
  attributes,
  autosaveStatus,
  consequence,
  csrfField,
  failureNote,
  field,
  formActions,
  type Html,
  hiddenField,
  html,
  linkButton,
  note,
  prose,
  submitButton,
} from '../ui/index.ts';

export type FormField = { name: string; look: FieldLook; options: readonly Option[] };

export type ActFormProps = {
  caseId: number;
  act: string;
  assignmentId: number | null;
  title: string;
  submitText: string;
  fields: readonly FormField[];
  typed: Typed;
  errors: Readonly<Record<string, string>>;
  message: string | null;
  /** What was filled in for the person and has to be looked at. */
  filled: string | null;
  /** The rule that stands in the way before anything is typed. */
  blocked: string | null;
  /** What has to be read to fill it in. */
  brief: { title: string; text: string } | null;
  /** What will happen, said before it is sent. */
  forecast: string | null;
  /** What follows from fields that refresh the form; null where nothing does. */
  proposals: readonly Proposal[] | null;
  key: string;
  seen: number;
  draftForm: string;
  draftSavedAt: number | null;
  /** Files already sent with this form; null where the act takes none. */
  files: readonly { id: number; name: string }[] | null;
};

/** What comes back when a field that refreshes the form was changed. */
export type ProposalProps = { proposals: readonly Proposal[]; forecast: string | null };

/** An act's form, drawn from its schema. */
export function actFormView(props: ActFormProps, csrf: string, from: string | null): Html {
  const back = from ? `/cases/${props.caseId}?from=${from}` : `/cases/${props.caseId}`;
  if (props.blocked) {
    return html`<section class="ui-card" aria-label="${props.title}"><div class="ui-card-head"><h2>${props.title}</h2></div>${note('warn', props.blocked)}${linkButton({ href: back, text: '知道了' })}</section>`;
  }
  const own = attributes({
    method: 'post',
    action: `/cases/${props.caseId}/${props.act}`,
    enctype: props.files ? 'multipart/form-data' : null,
    'data-autosave': props.fields.length > 0 ? `/drafts/${props.key}` : null,
    'aria-label': props.title,
    // The server's messages are in Chinese and keep the form; the browser's are not.
    novalidate: true,
  });
  return html`<section class="ui-card" id="act-form"><div class="ui-card-head"><h2>${props.title}</h2></div>
<form ${own}>${csrfField(csrf)}${hiddenField('key', props.key)}${hiddenField('form', props.draftForm)}${hiddenField('seen', String(props.seen))}${hiddenField('assignment', String(props.assignmentId ?? ''))}${hiddenField('from', from ?? '')}
${problems(props)}${props.brief ? html`<div class="ui-brief"><h3>${props.brief.title}</h3>${prose(props.brief.text)}</div>` : ''}${props.fields.map((each) => formField(each, props.typed, props.errors, refreshing(each.look, props)))}
${props.files ? fileField(props.files) : ''}
${whatFollows(props)}
${formActions(
  [
    submitButton({ text: props.submitText, tone: 'primary', key: 'Ctrl+Enter' }),
    linkButton({ href: back, text: '取消', tone: 'quiet' }),
  ],
  props.fields.length > 0 ? autosaveStatus(props.draftSavedAt ? '已恢复上次填写的草稿' : '') : '',
)}</form></section>`;
}

function whatFollows({ proposals, forecast }: ActFormProps): Html {
  const words = forecast ? consequence(forecast) : html``;
  if (!proposals) return words;
  const proposed = proposals.map(({ name, value }) => hiddenField(proposedName(name), value));
  return html`<div id="act-proposal" aria-live="polite">${proposed}${words}</div>`;
}

/** For an open form: forms.js puts what is proposed into its field, unless something else was chosen there. */
export function proposalView({ proposals, forecast }: ProposalProps): Html {
  const proposed = proposals.map(({ name, value, before }) => {
    const own = { name: proposedName(name), value, 'data-proposes': name, 'data-before': before };
    return html`<input type="hidden" ${attributes(own)}>`;
  });
  return html`${proposed}${forecast ? consequence(forecast) : ''}`;
}

/** The form's buttons wait for the answer, so that nothing is sent that it would still change. */
function refreshing(look: FieldLook, { caseId, act }: ActFormProps): Attributes | undefined {
  if (!look.refreshes) return undefined;
  return {
    'hx-post': `/cases/${caseId}/${act}/proposal`,
    'hx-trigger': 'change',
    'hx-target': '#act-proposal',
    'hx-swap': 'innerHTML',
    'hx-sync': 'this:replace',
    'hx-status:4xx': 'swap:none',
    'hx-status:5xx': 'swap:none',
  };
}

/** One field of a form that is defined in src/web/forms.ts terms, with what was typed and what is wrong. */
export function formField(
  { name, look, options }: FormField,
  typed: Typed,
  errors: Readonly<Record<string, string>>,
  attrs?: Attributes,
): Html {
  const value = typed[name];
  const values = value === undefined ? [] : [value].flat();
  return field({
    name,
    label: look.label,
    widget: look.widget,
    required: look.required,
    options: look.widget === 'checkbox' ? undefined : options,
    value: look.widget === 'checkbox' ? '1' : (values[0] ?? ''),
    values,
    checked: look.widget === 'checkbox' && values[0] === '1',
    help: look.help,
    error: errors[name],
    rows: look.rows,
    maxlength: look.maxlength,
    placeholder: look.widget === 'picker' ? '输入名称或拼音首字母' : undefined,
    attrs,
  });
}

function problems(props: ActFormProps): Html {
  const filled = props.filled ? note('warn', props.filled) : html``;
  const failure = props.message ? { message: props.message, fields: props.errors } : null;
  return html`${failureNote(failure)}${filled}`;
}

function fileField(files: readonly { id: number; name: string }[]): Html {
  const kept =
    files.length > 0
      ? html`<p class="ui-muted">已上传：${files.map((file) => file.name).join('、')}</p>`
      : '';
  return html`${field({
    name: 'files',
    label: '现场照片、视频或文件',
    widget: 'file',
    multiple: true,
    maxMb: 20,
    help: '每个文件不超过 20 MB，一次合计不超过 100 MB。手机可直接拍照。',
  })}${kept}`;
}
