import { errorSummary, type Html, html, note } from '../ui/index.ts';

/** Why a form was not taken, as its page shows it again. */
export type Shown = { message: string; fields: Readonly<Record<string, string>> } | null;

/** What happened, at the top of the form, with a link to each field at fault. */
export function failureNote(failure: Shown): Html {
  if (!failure) return html``;
  const errors = Object.entries(failure.fields).map(([name, text]) => ({ name, text }));
  return errors.length === 0 ? note('error', failure.message) : errorSummary(errors, failure.message);
}
