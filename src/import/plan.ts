import { decodeCsv, parseCsv, type TableProblem } from '../web/csv.ts';
import type { FieldKey } from './fields.ts';
import { type Candidate, isRefused, labelOf, type Refused, type RowOptions, readRow } from './row.ts';

/** What a file would bring, before the database is asked what is already there. */
export type Plan = {
  header: readonly string[];
  /** Every row with content. */
  total: number;
  /** Oldest first, so that ids and numbers of a day follow the time of receipt. */
  candidates: readonly Candidate[];
  refused: readonly Refused[];
  /** Rows that stand in the file twice, letter for letter. */
  doubles: number;
  remarks: readonly string[];
};

/** The file as a whole cannot be read; `message` says why and what to do. */
export class UnreadableFile extends Error {}

/**
 * Reads a whole file.
 * @throws UnreadableFile when it has no rows or its quotation marks do not match
 */
export function planImport(bytes: Uint8Array, options: RowOptions): Plan {
  const { text, encoding } = decodeCsv(bytes);
  const table = parseCsv(text);
  refuseUnreadable(table.rows.length, table.problems);
  const overlong = overlongLines(table.problems);
  const read = table.rows.map((row): Candidate | Refused => {
    const surplus = overlong.get(row.line);
    if (surplus === undefined) return readRow(row, options);
    // The surplus stays behind the row, so that the table of refused rows is refused again until it is corrected.
    return { line: row.line, cells: [...row.cells, surplus], reason: '列数多于表头，可能缺少引号，请核对' };
  });
  const candidates = read.filter((each): each is Candidate => !isRefused(each));
  const single = withoutDoubles(candidates);
  return {
    header: table.header,
    total: table.rows.length,
    candidates: single.toSorted((a, b) => a.receivedAt - b.receivedAt),
    refused: read.filter(isRefused),
    doubles: candidates.length - single.length,
    remarks: [...remarksOn(single), ...(encoding === 'gb18030' ? ['文件按国标编码（GB18030）读取。'] : [])],
  };
}

function refuseUnreadable(rows: number, problems: readonly TableProblem[]): void {
  if (problems.some((problem) => problem.message.startsWith('文件中的引号没有成对'))) {
    throw new UnreadableFile(
      '文件中的引号没有成对，无法判断每一行到哪里结束，没有导入任何内容。请用表格软件打开核对，另存为 CSV 后再试。',
    );
  }
  if (rows === 0) throw new UnreadableFile('文件中没有数据行。第一行应为列名，其后每行一件诉求。');
}

/** By line, what stands behind the last column of the header: such a row was torn apart somewhere, it is refused, not cut. */
function overlongLines(problems: readonly TableProblem[]): Map<number, string> {
  const found = problems.map(
    ({ line, message }) => [line, /多出的内容未读取：(.*)$/s.exec(message)?.[1]] as const,
  );
  return new Map(found.filter((pair): pair is [number, string] => pair[1] !== undefined));
}

/**
 * Rows told apart within one file: the same number with the same content is one row; with other content, the later
 * one gets its fingerprint behind the number so that neither is lost and a repeated import knows both again.
 */
function withoutDoubles(candidates: readonly Candidate[]): Candidate[] {
  const contents = new Map<string, string>();
  const taken = new Set<string>();
  const kept: Candidate[] = [];
  for (const candidate of candidates) {
    const { content } = candidate;
    const first = contents.get(candidate.sourceNumber) ?? content;
    contents.set(candidate.sourceNumber, first);
    const sourceNumber =
      first === content ? candidate.sourceNumber : `${candidate.sourceNumber}~${content.slice(0, 8)}`;
    if (taken.has(sourceNumber)) continue;
    taken.add(sourceNumber);
    kept.push({ ...candidate, sourceNumber });
  }
  return kept;
}

/** How many different names are listed before the rest is only counted. */
const NAMES_LISTED = 8;

function remarksOn(candidates: readonly Candidate[]): string[] {
  const counts = new Map<FieldKey, Map<string, number>>();
  for (const { unmatched } of candidates) {
    for (const [key, name] of Object.entries(unmatched) as [FieldKey, string][]) {
      const names = counts.get(key) ?? new Map<string, number>();
      counts.set(key, names.set(name, (names.get(name) ?? 0) + 1));
    }
  }
  const remarks = [...counts].map(([key, names]) => remarkOn(key, names));
  const unreadable = candidates.filter((each) =>
    `${each.headline}${each.text}${each.answer ?? ''}`.includes('\ufffd'),
  ).length;
  if (unreadable > 0) remarks.push(`${unreadable} 行含有无法识别的字符，可能在导出时已经损坏。`);
  const shared = candidates.filter((each) => each.sourceNumber.includes('~') && each.numbered).length;
  if (shared > 0) remarks.push(`${shared} 行的编号在文件中重复而内容不同，分别导入，编号后加记号区分。`);
  return remarks;
}

function remarkOn(key: FieldKey, names: ReadonlyMap<string, number>): string {
  const rows = [...names.values()].reduce((sum, count) => sum + count, 0);
  const listed = [...names].sort((a, b) => b[1] - a[1]).slice(0, NAMES_LISTED);
  const words = listed
    .map(([name, count]) => `${name.length > 20 ? `${name.slice(0, 20)}…` : name}（${count}）`)
    .join('、');
  const rest = names.size > listed.length ? `等 ${names.size} 种` : '';
  const what = key === 'kind' || key === 'channel' ? '按所选的默认值导入' : '留空，原名称记入时间线';
  return `${labelOf(key)}有 ${rows} 行对应不上，${what}：${words}${rest}。`;
}
