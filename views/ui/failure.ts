import { errorSummary, type FormError } from './forms.ts';
import { type Html, html } from './html.ts';
import { note } from './words.ts';

/** Why a form was not taken, as its page shows it again. */
export type ShownFailure = { message: string; fields: Readonly<Record<string, string>> } | null;

/** What happened, at the top of the form, with a link to each field at fault. */
export function failureNote(failure: ShownFailure): Html {
  if (!failure) return html``;
  const errors = fieldErrors(failure.fields);
  return errors.length === 0 ? note('error', failure.message) : errorSummary(errors, failure.message);
}

/** The same above a form that lists its fields at fault itself: only where none is. */
export function refusedNote(message: string | null, fields: Readonly<Record<string, string>>): Html | '' {
  return message && Object.keys(fields).length === 0 ? note('error', message) : '';
}

/** What is wrong with each field, for the summary. */
export function fieldErrors(fields: Readonly<Record<string, string>>): FormError[] {
  return Object.entries(fields).map(([name, text]) => ({ name, text }));
}
