import type { z } from 'zod';
import { one } from '../web/body.ts';
import type { Typed } from '../web/forms.ts';
import type { Cell, Lists } from './cells.ts';
import type { Policy } from './policy.ts';
import { fieldOf, isBlankRow, rowsTyped } from './rows-typed.ts';

/** A block of single values, or a row of a list: what tells it apart, what it is called, and its values in words. */
export type Item = { id: string; title: string; facts: readonly { label: string; text: string }[] };

export type Column = { name: string; cell: Cell };

/** Keeps the code of a row that has one and makes one for a row that has none: nobody is asked for codes. */
export type Codes = { keep: (typed: string) => string; make: () => string };

/** What helps with a row while it is written: what its text may fill in, and what it comes to. */
export type Aid = {
  /** The column whose text it is. */
  column: string;
  inserts: readonly { text: string; meaning: string }[];
  sample: string;
  count: string;
};

/** A part of a subject's form: single values, or a list of rows. Knows nothing of HTTP and SQL. */
export type Part = {
  kind: 'fields' | 'rows';
  name: string;
  title: string;
  help?: string;
  columns: readonly Column[];
  /** What one row is: 类型. */
  noun: string;
  /** The policy's values as the form shows them, under the names of its fields. */
  texts: (policy: Policy) => Typed;
  /** How each field that was typed is checked, by name. */
  shape: (typed: Typed) => Record<string, z.ZodType>;
  /** The policy with what was typed and checked; what is wrong with the list as a whole goes to `wrong`, by field. */
  put: (
    policy: Policy,
    checked: Readonly<Record<string, unknown>>,
    typed: Typed,
    codes: Codes,
    wrong: Wrong,
  ) => Policy;
  items: (policy: Policy, lists: Lists) => Item[];
  /** A long list: each row in a sentence, from what is typed, and opened one by one. */
  fold?: (texts: Typed) => string;
  aid?: (texts: Typed, policy: Policy) => Aid;
};

export type Wrong = Record<string, string>;

type Cells<Values> = { [Name in keyof Values]: Cell<Values[Name]> };

/** Single values. */
export function fields<Values extends Record<string, unknown>>(given: {
  name: string;
  title?: string;
  help?: string;
  cells: Cells<Values>;
  from: (policy: Policy) => Values;
  to: (values: Values, policy: Policy) => Partial<Policy>;
}): Part {
  const { name, title = '', help, cells, from, to } = given;
  const columns = columnsOf(cells);
  return {
    ...{ kind: 'fields', name, title, ...(help ? { help } : {}), columns, noun: '' },
    texts: (policy) => named(columns, (column) => `${name}.${column}`, from(policy)),
    shape: () => Object.fromEntries(columns.map((column) => [`${name}.${column.name}`, column.cell.schema])),
    put: (policy, checked) => {
      const values = valuesOf<Values>(columns, (column) => checked[`${name}.${column}`]);
      return { ...policy, ...to(values, policy) };
    },
    items: (policy, lists) => [{ id: '', title: '', facts: factsOf(columns, from(policy), lists) }],
  };
}

/** A list: rows in order. A row may have a `code` beside its cells. */
export function rows<Row extends Record<string, unknown>>(given: {
  name: string;
  title?: string;
  help?: string;
  /** What one row is: 类型, 用语. */
  noun: string;
  least?: number;
  cells: Cells<Omit<Row, 'code'>>;
  /** What a row is called in words; no two rows are called the same, or say the same where `saying` tells what. */
  called: (row: Row, lists: Lists) => string;
  saying?: (row: Row) => string;
  /** What does not fit together in a row, by cell. */
  faults?: (row: Row, policy: Policy) => Readonly<Record<string, string>>;
  fold?: (texts: Typed) => string;
  aid?: (texts: Typed, policy: Policy) => Aid;
  from: (policy: Policy) => readonly Row[];
  to: (rows: readonly Row[], policy: Policy, codes: Codes) => Partial<Policy>;
}): Part {
  const { name, title = '', help, noun, least = 0, called, from, to, faults, fold, aid } = given;
  const saying = given.saying ?? ((row: Row) => called(row, NO_LISTS));
  const columns = columnsOf(given.cells);
  const kept = (typed: Typed) => rowsTyped(name, typed).filter((row) => !isBlankRow(columns, row));
  return {
    ...{ kind: 'rows', name, title, ...(help ? { help } : {}), columns, noun },
    ...(fold ? { fold } : {}),
    ...(aid ? { aid } : {}),
    texts: (policy) =>
      Object.assign(
        {},
        ...from(policy).map((row, index) => ({
          ...named(columns, (column) => fieldOf(name, index, column), row),
          [fieldOf(name, index, 'code')]: codeOf(row),
        })),
      ),
    shape: (typed) =>
      Object.fromEntries(
        kept(typed).flatMap(({ index }) =>
          columns.map((column) => [fieldOf(name, index, column.name), column.cell.schema]),
        ),
      ),
    put: (policy, checked, typed, codes, wrong) => {
      const read = kept(typed).map(({ index, texts }) => ({
        index,
        row: {
          ...valuesOf<Row>(columns, (column) => checked[fieldOf(name, index, column)]),
          code: codes.keep(one(texts, 'code')),
        },
      }));
      findDoubles(read, saying, (index) => fieldOf(name, index, columns[0]?.name ?? ''), wrong);
      for (const { index, row } of read) {
        for (const [column, fault] of Object.entries(faults?.(row, policy) ?? {}))
          wrong[fieldOf(name, index, column)] ??= fault;
      }
      if (read.length < least) wrong[name] = `至少要有 ${least} 项${noun}，请用“增加一项”填写。`;
      return {
        ...policy,
        ...to(
          read.map(({ row }) => row),
          policy,
          codes,
        ),
      };
    },
    items: (policy, lists) =>
      from(policy).map((row) => ({
        id: codeOf(row) || called(row, NO_LISTS),
        title: called(row, lists),
        facts: factsOf(columns, row, lists),
      })),
  };
}

/** Rows are told apart by what stands in them, not by what the lists call it. */
const NO_LISTS: Lists = { kinds: [], categories: [], agencies: [], usualFolder: '' };

function findDoubles<Row>(
  read: readonly { index: number; row: Row }[],
  called: (row: Row) => string,
  field: (index: number) => string,
  wrong: Wrong,
): void {
  const seen = new Map<string, number>();
  read.forEach(({ index, row }, place) => {
    const before = seen.get(called(row));
    if (before === undefined) seen.set(called(row), place + 1);
    else wrong[field(index)] = `与第 ${before} 项重复，请改动或移除其中一项。`;
  });
}

function columnsOf(cells: Readonly<Record<string, Cell>>): Column[] {
  return Object.entries(cells).map(([name, cell]) => ({ name, cell }));
}

function codeOf(row: Readonly<Record<string, unknown>>): string {
  return typeof row.code === 'string' ? row.code : '';
}

function named(
  columns: readonly Column[],
  name: (column: string) => string,
  values: Readonly<Record<string, unknown>>,
): Typed {
  return Object.fromEntries(
    columns.map((column) => [name(column.name), column.cell.write(values[column.name])]),
  );
}

function factsOf(columns: readonly Column[], values: Readonly<Record<string, unknown>>, lists: Lists) {
  return columns.map(({ name, cell }) => ({ label: cell.label, text: cell.say(values[name], lists) }));
}

/** Each value came out of its cell's schema: together they are what the cells were declared for. */
function valuesOf<Values>(columns: readonly Column[], value: (column: string) => unknown): Values {
  return Object.fromEntries(columns.map(({ name }) => [name, value(name)])) as Values;
}
