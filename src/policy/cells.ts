import { z } from 'zod';
import { timeOfDay } from '../calendar/hours.ts';
import { type Option, text } from '../web/forms.ts';

/** What a cell may choose from; some lists are known only when the form is shown. */
export type Lists = {
  kinds: readonly Option[];
  categories: readonly Option[];
  agencies: readonly Option[];
  /** Where backups go as long as no folder is named; '' where that is not asked. */
  usualFolder: string;
};

/** One value of a setting: how it is asked for, read, written back and said. */
export type Cell<Value = unknown> = {
  label: string;
  widget: 'text' | 'textarea' | 'select' | 'checks' | 'flag';
  help?: string | ((lists: Lists) => string);
  /** What stands behind the box: 个工作日. */
  unit?: string;
  /** Numbers and times need little room. */
  narrow?: boolean;
  maxlength?: number;
  required: boolean;
  /** Reads what was typed; undefined where nothing was. */
  schema: z.ZodType<Value>;
  options?(lists: Lists): readonly Option[];
  /** Under which heading a long list shows an option. */
  groupOf?(value: string): string;
  write(value: Value): string | readonly string[];
  /** In words, for overviews and what has changed. */
  say(value: Value, lists: Lists): string;
};

type Wish = { help?: string };
type LateWish = { help?: string | ((lists: Lists) => string) };
type Whole = Wish & { unit: string; min?: number; max: number };

/** A whole number with its unit. */
export function whole(label: string, { unit, min = 1, max, ...wish }: Whole): Cell<number> {
  const message = `${label}应为 ${min} 至 ${max} 的整数${unit === '%' || unit === '' ? '' : `（${unit}）`}。`;
  return {
    ...{ label, widget: 'text', narrow: true, maxlength: 5, required: true, unit, ...wish },
    schema: z
      .string(`请填写${label}。`)
      .transform(wholeNumber)
      .pipe(z.int(message).min(min, message).max(max, message)),
    write: String,
    say: (value) => said(value, unit),
  };
}

/** A whole number that may be left out; `none` says what holds then. */
export function wholeOr<const None>(
  label: string,
  none: { value: None; words: string; typed?: string },
  wish: Whole,
): Cell<number | None> {
  const number = whole(label, wish);
  const { typed = '' } = none;
  const given = typed === '' ? z.string().default('') : z.string(`请填写${label}。`);
  return {
    ...number,
    ...{ required: typed !== '', maxlength: 6 },
    schema: given.transform((text, context) => {
      if (text.trim() === typed) return none.value;
      const read = number.schema.safeParse(text);
      if (read.success) return read.data;
      context.addIssue(read.error.issues[0]?.message ?? label);
      return z.NEVER;
    }),
    write: (value) => (typeof value === 'number' ? String(value) : typed),
    say: (value) => (typeof value === 'number' ? number.say(value, NOTHING) : none.words),
  };
}

const NOTHING: Lists = { kinds: [], categories: [], agencies: [], usualFolder: '' };

function said(value: number, unit: string): string {
  return unit === '%' ? `${value}%` : `${value} ${unit}`.trimEnd();
}

function wholeNumber(typed: string): number {
  const digits = typed.normalize('NFKC').trim();
  return /^\d{1,5}$/.test(digits) ? Number(digits) : Number.NaN;
}

/** A name or a sentence. */
export function words(
  label: string,
  { max, long = false, ...wish }: Wish & { max: number; long?: boolean },
): Cell<string> {
  return {
    ...{ label, widget: long ? 'textarea' : 'text', maxlength: max, required: true, ...wish },
    schema: text(label, { max }),
    write: (value) => value,
    say: (value) => value,
  };
}

/** Words that may be left out; `none` is said then. */
export function wordsOr(
  label: string,
  none: string,
  given: Wish & { max: number; long?: boolean },
): Cell<string> {
  return {
    ...words(label, given),
    required: false,
    schema: z.string().trim().max(given.max, `${label}最多 ${given.max} 字。`).default(''),
    say: (value) => value || none,
  };
}

/** Several short texts, each on a line of its own; `none` is said where there is none. */
export function lines(
  label: string,
  {
    least,
    most,
    max,
    none,
    ...wish
  }: LateWish & Record<'least' | 'most' | 'max', number> & { none?: (lists: Lists) => string },
): Cell<readonly string[]> {
  const given = least === 0 ? z.string().default('') : z.string(`请填写${label}。`);
  const listed = given
    .transform((typed) =>
      typed
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    )
    .refine(
      (all) => all.length >= least && all.length <= most,
      least > 0 ? `${label}应有 ${least} 至 ${most} 行，每行一项。` : `${label}最多 ${most} 行，每行一项。`,
    )
    .refine((all) => all.every((each) => each.length <= max), `${label}每行最多 ${max} 字。`)
    .refine((all) => new Set(all).size === all.length, `${label}有重复的行。`);
  return {
    ...{ label, widget: 'textarea', maxlength: most * (max + 1), required: least > 0, ...wish },
    schema: listed,
    write: (value) => value.join('\n'),
    say: (value, lists) => value.join('、') || (none?.(lists) ?? ''),
  };
}

/** A time of day; typed as 8:30 or 08：30 it becomes 08:30. */
export function timeCell(label: string): Cell<string> {
  const message = `${label}应写成 08:30 的形式。`;
  return {
    ...{ label, widget: 'text', narrow: true, maxlength: 5, required: true },
    schema: z
      .string(`请填写${label}。`)
      .transform(padded(':'))
      .refine((time) => !Number.isNaN(timeOfDay(time)), message),
    write: (value) => value,
    say: (value) => value,
  };
}

/** A day of every year, 05-01. */
export function monthDay(label: string): Cell<string> {
  return {
    ...{ label, widget: 'text', narrow: true, maxlength: 5, required: true },
    schema: z
      .string(`请填写${label}。`)
      .transform(padded('-'))
      .refine((day) => /^\d\d-\d\d$/.test(day), `${label}应写成 05-01 的形式。`),
    write: (value) => value,
    say: (value) => value,
  };
}

function padded(separator: string) {
  return (typed: string) =>
    typed
      .normalize('NFKC')
      .replace(/[.:/月-]/g, separator)
      .replace(/日$/, '')
      .split(separator)
      .map((part) => part.trim().padStart(2, '0'))
      .join(separator);
}

type Choices = (lists: Lists) => readonly Option[];

/** One of a list; `none` is offered first where it may be left open. */
export function pick(label: string, choices: Choices, none?: string): Cell<string> {
  return {
    ...{ label, widget: 'select', required: none === undefined },
    schema: none === undefined ? z.string(`请选择${label}。`) : z.string().default(''),
    options: (lists) => [...(none === undefined ? [] : [{ value: '', text: none }]), ...choices(lists)],
    write: (value) => value,
    say: (value, lists) => nameOf(choices(lists), value) ?? none ?? '',
  };
}

/** One of a fixed set, by code. */
export function oneOf<Code extends string>(
  label: string,
  names: Readonly<Record<Code, string>>,
  groupOf?: (code: string) => string,
): Cell<Code> {
  return {
    ...{ label, widget: 'select', required: true, ...(groupOf ? { groupOf } : {}) },
    schema: z.enum(codesOf(names), `请选择${label}。`),
    options: () => optionsOf(names),
    write: (value) => value,
    say: (value) => names[value],
  };
}

/** Some of a fixed set, at least one. */
export function someOf<Code extends string>(
  label: string,
  names: Readonly<Record<Code, string>>,
  wish: Wish = {},
): Cell<readonly Code[]> {
  const message = `请至少选择一项${label}。`;
  return {
    ...{ label, widget: 'checks', required: true, ...wish },
    schema: z.preprocess(
      (given) => (given === undefined ? [] : [given].flat()),
      z.array(z.enum(codesOf(names), message)).min(1, message),
    ),
    options: () => optionsOf(names),
    write: (value) => value,
    say: (value) => value.map((code) => names[code]).join('、'),
  };
}

function codesOf<Code extends string>(names: Readonly<Record<Code, string>>): Code[] {
  return Object.keys(names) as Code[];
}

function optionsOf(names: Readonly<Record<string, string>>): Option[] {
  return Object.entries(names).map(([value, text]) => ({ value, text }));
}

/** Ticked or not; `words` say what that means. */
export function flag(
  label: string,
  words: readonly [yes: string, no: string],
  wish: Wish = {},
): Cell<boolean> {
  return {
    ...{ label, widget: 'flag', required: false, ...wish },
    schema: z
      .string()
      .default('')
      .transform((typed) => typed === TICKED),
    write: (value) => (value ? TICKED : ''),
    say: (value) => words[value ? 0 : 1],
  };
}

export const TICKED = '1';

/** Any of a list; nothing ticked stands for `all`. */
export function several(label: string, choices: Choices, all: string): Cell<readonly string[]> {
  return {
    ...{ label, widget: 'checks', required: false, help: `都不选为${all}。` },
    schema: z.preprocess((given) => (given === undefined ? [] : [given].flat()), z.array(z.string())),
    options: choices,
    write: (value) => value,
    say: (value, lists) => value.map((each) => nameOf(choices(lists), each) ?? '').join('、') || all,
  };
}

function nameOf(options: readonly Option[], value: string): string | undefined {
  return value === '' ? undefined : (options.find((option) => option.value === value)?.text ?? value);
}
