import { z } from 'zod';
import { isDay } from '../calendar/days.ts';
import { readLocal } from '../calendar/local-time.ts';
import { Invalid } from './errors.ts';

/** What a form sends: one text a field, several for a repeated one. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

export type Option = { value: string; text: string; keys?: string; hint?: string; disabled?: boolean };

/** How a field is drawn; `choices` names a list that is only known when the form is shown. */
export type FieldLook = {
  label: string;
  widget:
    | 'text'
    | 'textarea'
    | 'select'
    | 'radio'
    | 'checkbox'
    | 'datetime'
    | 'date'
    | 'number'
    | 'tel'
    | 'picker'
    | 'multipicker';
  help?: string;
  options?: readonly Option[];
  choices?: string;
  rows?: number;
  required: boolean;
  maxlength?: number;
  /** What is chosen here decides about what else is proposed: the form asks for it at once. */
  refreshes?: true;
  /** Proposed anew when a field that refreshes the form changes, unless the person chose otherwise. */
  follows?: true;
};

export const looks = z.registry<FieldLook>();

type Wish = {
  help?: string;
  required?: boolean;
  max?: number;
  rows?: number;
  refreshes?: true;
  follows?: true;
};

export function text(label: string, wish: Wish = {}) {
  return written(label, 'text', { max: 100, ...wish });
}

export function longText(label: string, wish: Wish = {}) {
  return written(label, 'textarea', { max: 5000, rows: 4, ...wish });
}

/** One of a fixed list, as radio buttons. */
export function choice<const Values extends readonly [string, ...string[]]>(
  label: string,
  values: Values,
  names: Readonly<Record<Values[number], string>>,
  wish: Wish = {},
) {
  const options = values.map((value: Values[number]) => ({ value, text: names[value] }));
  return z.enum(values, `请选择${label}。`).register(looks, look(label, 'radio', { ...wish, options }));
}

/** One of a list that is known only when the form is shown; the act checks that it was offered. */
export function chosen(label: string, choices: string, wish: Wish = {}) {
  return z
    .string(`请选择${label}。`)
    .min(1, `请选择${label}。`)
    .register(looks, look(label, 'picker', { ...wish, choices }));
}

export function severalChosen(label: string, choices: string, wish: Wish = {}) {
  return z
    .preprocess((given) => (given === undefined ? [] : [given].flat()), z.array(z.string()))
    .register(looks, look(label, 'multipicker', { required: false, ...wish, choices }));
}

/** Local date and time, kept as epoch ms. */
export function dateTime(label: string, wish: Wish = {}) {
  return z
    .string(`请填写${label}。`)
    .min(1, `请填写${label}。`)
    .transform((typed, context) => {
      const at = readLocal(typed.replace('T', ' '));
      if (at === undefined) context.addIssue(`${label}应为日期和时间，例如 2026-11-21 14:05。`);
      return at ?? 0;
    })
    .register(looks, look(label, 'datetime', wish));
}

/** A local day, kept as 'YYYY-MM-DD'. */
export function day(label: string, wish: Wish = {}) {
  return z
    .string(`请填写${label}。`)
    .refine(isDay, `${label}应为日期，例如 2026-11-21。`)
    .register(looks, look(label, 'date', wish));
}

/** A whole number from 1 on. */
export function wholeNumber(label: string, { max, ...wish }: Wish & { max: number }) {
  const message = `${label}应为 1 至 ${max} 的整数。`;
  return z
    .string(`请填写${label}。`)
    .trim()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((number) => number >= 1 && number <= max, message)
    .register(looks, look(label, 'number', wish));
}

/** A box that has to be ticked before the form is taken. */
export function ticked(label: string, unless: string) {
  return z.literal('1', unless).register(looks, look(label, 'checkbox', { required: true }));
}

/** A box that may be ticked; true when it is. */
export function flag(label: string, wish: Wish = {}) {
  return z
    .string()
    .optional()
    .transform((given) => given === '1')
    .register(looks, look(label, 'checkbox', { required: false, ...wish }));
}

/**
 * Checks what was typed; empty fields count as not given.
 * @throws Invalid with one Chinese message for each field at fault
 */
export function check<Schema extends z.ZodType>(schema: Schema, typed: Typed): z.infer<Schema> {
  const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''));
  const checked = schema.safeParse(given);
  if (checked.success) return checked.data;
  const fields: Record<string, string> = {};
  for (const issue of checked.error.issues) fields[String(issue.path[0] ?? '')] ??= issue.message;
  throw new Invalid('有内容需要补充或更正，已填写的内容都在，请按提示修改后再次提交。', fields);
}

function written(label: string, widget: 'text' | 'textarea', wish: Wish & { max: number }) {
  const message = `请填写${label}。`;
  return z
    .string(message)
    .trim()
    .min(1, message)
    .max(wish.max, `${label}最多 ${wish.max} 字。`)
    .register(looks, look(label, widget, { ...wish, maxlength: wish.max }));
}

function look(label: string, widget: FieldLook['widget'], wish: Wish & Partial<FieldLook>): FieldLook {
  const { max: _, ...rest } = wish;
  return { label, widget, required: true, ...rest };
}
