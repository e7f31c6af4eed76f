import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** What every view returns. Views never await, so the promise half only exists for hono's types. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;
/** A finished fragment, or plain text that will be escaped. */
export type Content = Html | string;
/** Attribute values: text is escaped, true writes the bare name, false and null leave the attribute out. */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

export { html };

const SAFE_NAME = /^[a-z][a-z0-9:_.-]*$/;
/** Names that would carry code or style past the content security policy. */
const FORBIDDEN_NAME = /^(on|hx-on|data-hx-on|style$|srcdoc$)/;

/**
 * Writes an attribute list: `<input ${attributes({...})}>`.
 * Throws on names that could carry script or style: such a name is a bug of the caller, never user input.
 */
export function attributes(map: Attributes): Html {
  const list: string[] = [];
  for (const [name, value] of Object.entries(map)) {
    if (value === undefined || value === null || value === false) continue;
    requireAllowed(name);
    list.push(value === true ? name : `${name}="${escaped(String(value))}"`);
  }
  return raw(list.join(' '));
}

/** Names that have passed; a page writes the same few a thousand times. */
const allowed = new Set<string>();

function requireAllowed(name: string): void {
  if (allowed.has(name)) return;
  if (!SAFE_NAME.test(name) || FORBIDDEN_NAME.test(name)) throw new Error(`attribute not allowed: ${name}`);
  allowed.add(name);
}

function escaped(text: string): string {
  return /[&<>'"]/.test(text) ? String(html`${text}`) : text;
}

/** Joins class names, leaving out what is false or empty. */
export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
