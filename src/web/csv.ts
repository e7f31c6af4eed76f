import { parse } from 'csv-parse/sync';

// Tables as people exchange them: saved by Excel in China (GB18030), by WPS, by other systems; opened again in Excel.

export interface Table {
  /** Column names, trimmed, in order; may hold empty names. */
  header: string[];
  rows: TableRow[];
  /** What was odd, in words for the page; nothing here stops the rest from being read. */
  problems: TableProblem[];
}

export interface TableRow {
  /** Line of the file, from 1, where the row begins. */
  line: number;
  /** As many as the header has: missing cells are empty, surplus ones are named in `problems`. */
  cells: string[];
  /** By column name; of two columns of one name the first counts. */
  values: Record<string, string>;
}

export interface TableProblem {
  line: number;
  message: string;
}

export type CsvEncoding = 'utf-8' | 'gb18030' | 'utf-16le';

/** The text of a table file. Excel in China saves CSV as GB18030 without saying so; never throws. */
export function decodeCsv(bytes: Uint8Array): { text: string; encoding: CsvEncoding } {
  const encoding = encodingOf(bytes);
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

function encodingOf(bytes: Uint8Array): CsvEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

/** Reads a table whose first line with content names the columns, parted by comma, semicolon or tab. Never throws. */
export function parseCsv(text: string): Table {
  const problems: TableProblem[] = [];
  const [head, ...body] = readRecords(text.replace(/^\ufeff/, ''), problems);
  if (head === undefined) return { header: [], rows: [], problems: [{ line: 1, message: '文件中没有内容' }] };
  const header = head.cells;
  reportDoubles(header, head.line, problems);
  const rows = body.map((record) => toRow(header, record, problems));
  return { header, rows, problems: problems.sort((a, b) => a.line - b.line) };
}

interface CsvRecord {
  line: number;
  cells: string[];
}

function readRecords(text: string, problems: TableProblem[]): CsvRecord[] {
  const named = /^sep=(.)\r?\n/i.exec(text);
  const delimiter = named?.[1] ?? detectDelimiter(text);
  const body = named === null ? text : text.slice(named[0].length);
  const skipped = named === null ? 0 : 1;
  try {
    return records(body, delimiter, true, skipped);
  } catch {
    // A quotation mark that is never closed swallows the rest of the file: then they are only characters.
    problems.push({ line: 1, message: '文件中的引号没有成对，已按普通字符读取，请核对' });
    return records(body, delimiter, false, skipped);
  }
}

function records(text: string, delimiter: string, quoted: boolean, skipped: number): CsvRecord[] {
  const options = {
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    quote: quoted ? '"' : null,
  };
  let line = skipped;
  const found: CsvRecord[] = [];
  for (const { record, lines } of parse(text, options).map(readEntry)) {
    const cells = record.map(plainCell);
    if (cells.some((cell) => cell !== '')) found.push({ line: line + 1, cells });
    line = skipped + lines;
  }
  return found;
}

function readEntry(entry: unknown): { record: string[]; lines: number } {
  const { record, info } = entry as { record: string[]; info: { lines: number } };
  return { record, lines: info.lines };
}

/** Without blanks around it, without the `="..."` and `'` that keep Excel from taking a text for a number or formula. */
function plainCell(cell: string): string {
  const trimmed = cell.trim();
  return /^="(.*)"$/s.exec(trimmed)?.[1] ?? trimmed.replace(/^'(?=\s*[=+\-@＝＋－＠])/, '');
}

/** The mark that stands most often in the first line with content, outside quotes. */
function detectDelimiter(text: string): string {
  const first = text.split(/\r\n|\n|\r/, 20).find((line) => line.trim() !== '') ?? '';
  const bare = first.replace(/"[^"]*"/g, '');
  const counts = [',', '\t', ';'].map((mark) => ({ mark, count: bare.split(mark).length - 1 }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

function reportDoubles(header: readonly string[], line: number, problems: TableProblem[]): void {
  const doubles = new Set(header.filter((name, at) => name !== '' && header.indexOf(name) !== at));
  for (const name of doubles) problems.push({ line, message: `表头“${name}”出现多次，只读取第一列` });
}

function toRow(header: readonly string[], { line, cells }: CsvRecord, problems: TableProblem[]): TableRow {
  const surplus = cells.slice(header.length).filter((cell) => cell !== '');
  if (surplus.length > 0) {
    const message = `第 ${line} 行有 ${cells.length} 列，表头只有 ${header.length} 列，多出的内容未读取：${surplus.join('，')}`;
    problems.push({ line, message });
  } else if (cells.length < header.length) {
    problems.push({
      line,
      message: `第 ${line} 行只有 ${cells.length} 列，表头有 ${header.length} 列，缺少的按空白读取`,
    });
  }
  const whole = header.map((_, at) => cells[at] ?? '');
  const named = header.map((name, at): [string, string] => [name, whole[at] ?? '']);
  return { line, cells: whole, values: Object.fromEntries(named.reverse()) };
}

/**
 * A table that Excel opens as it is meant: with a byte order mark, CRLF, and text that begins like a formula kept as text
 * (`=`, `+`, `-`, `@` get a `'` before them, which `parseCsv` takes away again). Numbers stay numbers.
 */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(toCell).join(',')}\r\n`).join('')}`;
}

function toCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^\s*[=+\-@＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n;\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
