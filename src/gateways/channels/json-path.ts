import type { Callback } from './channel.ts';

/** What stands at `data.list.0.id`; undefined where there is nothing. '' is the whole. */
export function valueAt(value: unknown, path: string): unknown {
  const steps = path === '' ? [] : path.split('.');
  return steps.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined,
    value,
  );
}

/** The same as text; '' where there is nothing or no single value. */
export function textAt(value: unknown, path: string): string {
  const found = valueAt(value, path);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean'
    ? String(found)
    : '';
}

/** Reads JSON; undefined where it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text, wholeNumbers);
  } catch {
    return undefined;
  }
}

/** An id may have more digits than a number holds: it stays as it is written. */
function wholeNumbers(_key: string, value: unknown, ...[context]: { source?: string }[]): unknown {
  const isCut = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isCut && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value;
}

/**
 * What a callback tells of, one by one: JSON (the list stands at `list`), a form field `list` that has JSON in it, or
 * the fields of the query and the form as one.
 */
export function rowsOf({ values, body }: Callback, list = ''): readonly unknown[] {
  const field = list === '' ? undefined : readJson(values[list] ?? '');
  const found = field ?? valueAt(/^\s*[[{]/.test(body) ? readJson(body) : undefined, list);
  if (found === undefined) return Object.keys(values).length > 0 ? [values] : [];
  return Array.isArray(found) ? found : [found];
}
