import {
  csrfField,
  disclosure,
  errorSummary,
  field,
  type Html,
  hiddenField,
  html,
  submitButton,
} from '../ui/index.ts';

export type ExportProps = {
  csrf: string;
  /** The conditions in force, as hidden fields. */
  keep: Readonly<Record<string, string>>;
  purpose: string;
  failure: { message: string; fields: Readonly<Record<string, string>> } | null;
};

/** Everything that the conditions leave, as a table to be saved. */
export function exportForm({ csrf, keep, purpose, failure }: ExportProps): Html {
  const why = failure?.fields.purpose ?? null;
  const form = html`${failure ? errorSummary([{ name: why ? 'purpose' : null, text: failure.message }]) : ''}<form method="post" action="/audit/export">${csrfField(csrf)}${Object.entries(keep).map(([name, value]) => hiddenField(name, value))}${field(
    {
      name: 'purpose',
      label: '导出事由',
      widget: 'text',
      value: purpose,
      required: true,
      maxlength: 100,
      error: why,
      help: '导出符合当前条件的全部记录，不限于本页。事由、条件和导出人会写入操作日志，并印在表格首尾。',
    },
  )}${submitButton({ text: '导出表格' })}</form>`;
  return disclosure('导出', form, failure !== null);
}
