import {
  attributes,
  autosaveStatus,
  type Content,
  card,
  csrfField,
  errorSummary,
  field,
  fieldId,
  formActions,
  type Html,
  hiddenField,
  html,
  note,
  postButton,
  submitButton,
} from '../ui/index.ts';
import { type EditorPart, editor } from './editor.ts';

export type FormProps = {
  action: string;
  csrf: string;
  parts: readonly EditorPart[];
  when: { chosen: 'now' | 'later'; starts: string; error: string | undefined };
  reason: { value: string; maxlength: number; error: string | undefined };
  /** The newest version when the form was opened. */
  base: number;
  draft: { key: string; form: string; savedText: string | null };
  failure: { message: string; fields: readonly { name: string; text: string }[] } | null;
  /** What the form was filled with, where it is not what is in force. */
  filledWith: string | null;
};

/** The form of a subject: its parts, from when they shall hold, and the way to the preview. */
export function policyForm(form: FormProps): Html {
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

function whenFields({ when, reason }: FormProps): Html {
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
    attrs: { 'data-chooses': `#${fieldId('when')}-1` },
  });
  const why = field({
    name: 'reason',
    label: '修改原因',
    widget: 'text',
    help: '可以不填。例如依据的文件，会列在修改记录中；请勿填写诉求人的信息。',
    autocomplete: 'off',
    ...reason,
  });
  return html`<section class="policy-part"><h3>何时施行</h3>${choice}${starts}${why}</section>`;
}
