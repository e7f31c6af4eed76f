import { parseCsv, type Table, type TableProblem } from '../web/csv.ts';
import { Invalid } from '../web/errors.ts';

/** The columns of a file: as the template names them, what else people write over them, how long a cell may be. */
export type Columns<Field extends string> = Readonly<
  Record<Field, { title: string; also: readonly string[]; longest?: number }>
>;

/** What a line says; a blank cell says nothing. */
export type Cells<Field extends string> = { line: number } & Partial<Record<Field, string>>;

/** What was odd in a file but does not stop it. */
export type Oddities = { problems: readonly TableProblem[]; unread: readonly string[] };

/**
 * What each line of the file says.
 * @param key the column by which a line is matched with what is there
 * @throws Invalid when the file has no such column
 */
export function readLines<Field extends string>(
  text: string,
  known: Columns<Field>,
  key: Field,
): { lines: Cells<Field>[]; odd: Oddities } {
  const table = parseCsv(text);
  const names = fieldsOf(known).map((field) => [field, [known[field].title, ...known[field].also]]);
  const { columns, unread } = columnsOf<Field>(table, Object.fromEntries(names));
  if (!columns.has(key)) {
    const message = `表头中没有“${known[key].title}”一列。请下载模板，按模板的表头填写后再导入。`;
    throw new Invalid(message, { file: message });
  }
  const lines = table.rows.map(({ line, values }) => {
    const cells = [...columns].map(([field, header]) => [field, values[header]] as const);
    return { line, ...Object.fromEntries(cells.filter(([, cell]) => cell)) } as Cells<Field>;
  });
  return { lines, odd: { problems: table.problems, unread } };
}

/** What is too long in a line, in words, or null. */
export function tooLong<Field extends string>(known: Columns<Field>, cells: Cells<Field>): string | null {
  for (const field of fieldsOf(known)) {
    const { title, longest } = known[field];
    if (longest !== undefined && (cells[field]?.length ?? 0) > longest) return `${title}超过 ${longest} 字`;
  }
  return null;
}

/**
 * Which column of the file holds what, by the names people write over it; marks like （必填） and * are passed over.
 * @param words for each field the names it goes by, normalised: small letters, no blanks
 */
export function columnsOf<Field extends string>(
  table: Table,
  words: Readonly<Record<Field, readonly string[]>>,
): { columns: ReadonlyMap<Field, string>; unread: string[] } {
  const columns = new Map<Field, string>();
  const unread: string[] = [];
  const fields = fieldsOf(words);
  for (const name of table.header.filter((each) => each !== '')) {
    const field = fields.find((each) => words[each].includes(plainName(name)));
    if (field === undefined || columns.has(field)) unread.push(name);
    else columns.set(field, name);
  }
  return { columns, unread };
}

function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\(.*?\)|[\s_*-]/g, '');
}

function fieldsOf<Field extends string>(record: Readonly<Record<Field, unknown>>): Field[] {
  return Object.keys(record) as Field[];
}
