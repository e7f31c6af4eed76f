import { columnsOf } from '../lists/columns.ts';
import { parseCsv, type TableRow } from '../web/csv.ts';
import { Invalid } from '../web/errors.ts';
import { type Day, isDay } from './days.ts';
import { DAY_KINDS, KIND_WORDS } from './kinds.ts';
import type { PublishedDay } from './published.ts';
import { dayProblem, hasHoliday, listedDay, NO_HOLIDAY } from './year-list.ts';

/** The columns of the table, as the template and every download have them. */
export const CSV_HEAD = ['日期', '安排', '名称'] as const;

const WORDS = {
  day: ['日期', '日', '放假日期', 'date', 'day'],
  kind: ['安排', '类型', '类别', '放假或上班', 'kind', 'type'],
  name: ['名称', '节日', '节假日', '说明', '备注', 'name'],
} as const;

const PROBLEMS_SHOWN = 8;

/**
 * Reads a year's list from a table, one day a line. Half a list would be a guess: it is taken whole or not at all.
 * @throws Invalid at field `file`, naming the lines at fault
 */
export function readCsvYear(year: number, text: string): PublishedDay[] {
  const table = parseCsv(text);
  const { columns } = columnsOf(table, WORDS);
  const missing = CSV_HEAD.filter((_, at) => !columns.has((['day', 'kind', 'name'] as const)[at] ?? 'day'));
  if (missing.length > 0) refuse([`表头缺少：${missing.join('、')}。请按模板的表头填写`]);
  const cell = (row: TableRow, field: keyof typeof WORDS) => row.values[columns.get(field) ?? ''] ?? '';
  const days = new Map<Day, PublishedDay>();
  const problems: string[] = [];
  for (const row of table.rows) {
    const read = readRow(year, cell(row, 'day'), cell(row, 'kind'), cell(row, 'name'));
    if (typeof read === 'string') problems.push(`第 ${row.line} 行：${read}`);
    else if (days.has(read.day)) problems.push(`第 ${row.line} 行：${read.day} 重复出现`);
    else days.set(read.day, read);
  }
  if (problems.length === 0 && !hasHoliday([...days.values()])) problems.push(NO_HOLIDAY);
  if (problems.length > 0) refuse(problems);
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

function readRow(year: number, typed: string, word: string, name: string): PublishedDay | string {
  const day = readDay(typed);
  if (!day) return `日期“${typed}”看不懂，请写成 ${year}-01-01 的形式`;
  const kind = KIND_WORDS[word];
  if (!kind) return `安排“${word}”看不懂，请填${Object.values(DAY_KINDS).join('、')}之一`;
  if (!name) return '缺少名称，例如“春节”';
  const each = listedDay(day, kind, name);
  return dayProblem(year, each) ?? each;
}

/** As Excel and people write a day: 2027-1-1, 2027/1/1, 2027.1.1, 2027年1月1日, 20270101, with a time or weekday behind. */
function readDay(typed: string): Day | null {
  const parts =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[\s(（].*)?$/.exec(typed.normalize('NFKC')) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(typed);
  const [, year = '', month = '', date = ''] = parts ?? [];
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(day) ? day : null;
}

function refuse(problems: readonly string[]): never {
  const more = problems.length > PROBLEMS_SHOWN ? `；另有 ${problems.length - PROBLEMS_SHOWN} 处` : '';
  const message = `${problems.slice(0, PROBLEMS_SHOWN).join('；')}${more}。`;
  throw new Invalid(message, { file: message });
}
