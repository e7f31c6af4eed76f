import type { FieldLook, Option, Typed } from '../../src/web/forms.ts';
import {
  attributes,
  autosaveStatus,
  consequence,
  csrfField,
  errorSummary,
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
  /** The rule that stands in the way before anything is typed. */
  blocked: string | null;
  /** What has to be read to fill it in. */
  brief: { title: string; text: string } | null;
  /** What will happen, said before it is sent. */
  forecast: string | null;
  key: string;
  seen: number;
  draftForm: string;
  draftSavedAt: number | null;
  /** Files already sent with this form; null where the act takes none. */
  files: readonly { id: number; name: string }[] | null;
};

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
${problems(props)}${props.brief ? html`<div class="ui-brief"><h3>${props.brief.title}</h3>${prose(props.brief.text)}</div>` : ''}${props.fields.map((each) => formField(each, props.typed, props.errors))}
${props.files ? fileField(props.files) : ''}
${props.forecast ? consequence(props.forecast) : ''}
${formActions(
  [
    submitButton({ text: props.submitText, tone: 'primary', key: 'Ctrl+Enter' }),
    linkButton({ href: back, text: '取消', tone: 'quiet' }),
  ],
  props.fields.length > 0 ? autosaveStatus(props.draftSavedAt ? '已恢复上次填写的草稿' : '') : '',
)}</form></section>`;
}

/** One field of a form that is defined in src/web/forms.ts terms, with what was typed and what is wrong. */
export function formField(
  { name, look, options }: FormField,
  typed: Typed,
  errors: Readonly<Record<string, string>>,
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
  });
}

function problems(props: ActFormProps): Html {
  if (!props.message) return html``;
  const fields = Object.entries(props.errors).map(([name, text]) => ({ name, text }));
  return fields.length > 0 ? errorSummary(fields, props.message) : note('error', props.message);
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
