import { UnknownYearError } from '../calendar/types.ts';
import { noteFault } from '../disk/faults.ts';
import { FAULT_WORDS, storageFaultOf } from '../disk/storage-fault.ts';
import { type Ctx, dbOf, nowOf } from './context.ts';
import { Expected, Invalid } from './errors.ts';

/** Why a form was not taken; `fields` has a message for each field at fault. */
export type Failure = {
  status: Expected['status'];
  message: string;
  fields: Readonly<Record<string, string>>;
};

/**
 * The three moves of every POST: do it and redirect (303), or show the form again with what was typed.
 * @param work does the act and returns the address to go to
 * @param again renders the form anew; only for failures that people can do something about
 */
export async function submit(
  c: Ctx,
  work: () => string | Promise<string>,
  again: (failure: Failure) => Response | Promise<Response>,
): Promise<Response> {
  try {
    return c.redirect(await work(), 303);
  } catch (error) {
    const failure = failureOf(error);
    if (!failure || failure.status === 403 || failure.status === 404) throw error;
    noteFault(dbOf(c), error, nowOf(c));
    return again(failure);
  }
}

/** The one place that translates what may be expected to go wrong; null for a bug. */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof Invalid) return { status: 422, message: error.message, fields: error.fields };
  if (error instanceof Expected) return { status: error.status, message: error.message, fields: {} };
  if (error instanceof UnknownYearError) return { status: 422, message: error.message, fields: {} };
  const fault = storageFaultOf(error);
  return fault && { status: FAULT_WORDS[fault].status, message: FAULT_WORDS[fault].unsaved, fields: {} };
}
