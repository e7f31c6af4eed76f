import { audit } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { columnsOf } from '../lists/columns.ts';
import type { By } from '../people/actor.ts';
import type { CategoryNode } from '../presets/types.ts';
import { parseCsv, type TableProblem } from '../web/csv.ts';
import { Invalid } from '../web/errors.ts';
import { nameFault } from './names.ts';
import type { Tree } from './queries.ts';
import { writeTree } from './write.ts';

export const LEVEL_COLUMNS = ['一级', '二级', '三级'] as const;

const WORDS = {
  first: ['一级', '一级分类', '一级区域', '第一级', '大类', 'level1', '1'],
  second: ['二级', '二级分类', '二级区域', '第二级', '中类', 'level2', '2'],
  third: ['三级', '三级分类', '三级区域', '第三级', '小类', 'level3', '3'],
} as const;

export type TreeImport = {
  /** Lines with content. */
  lines: number;
  /** Nodes that were new, of every level. */
  added: number;
  refused: readonly TableProblem[];
  /** What was odd but did not stop a line. */
  problems: readonly TableProblem[];
};

/**
 * Adds what a tree lacks, in one transaction; what is there already stays, what was disabled comes back.
 * @throws Invalid when the file has no column for the first level
 */
export function importTree(db: Db, by: By, tree: Tree, file: { name: string; text: string }): TreeImport {
  const { paths, ...read } = readPaths(file.text);
  return transact(db, () => {
    const added = writeTree(db, tree, nested(paths));
    const result = { ...read, added };
    const detail = { tree, lines: read.lines, added, refused: read.refused.length };
    audit(db, { at: by.now, actor: by.actor, act: 'tree_imported', subject: file.name, detail });
    return result;
  });
}

function readPaths(text: string) {
  const table = parseCsv(text);
  const { columns } = columnsOf(table, WORDS);
  if (!columns.has('first')) {
    const message = '表头中没有“一级”一列。表头应为：一级,二级,三级。请下载模板，按模板填写后再导入。';
    throw new Invalid(message, { file: message });
  }
  const headers = [columns.get('first'), columns.get('second'), columns.get('third')];
  const paths: string[][] = [];
  const refused: TableProblem[] = [];
  for (const { line, values } of table.rows) {
    const cells = headers.map((header) => (header === undefined ? '' : (values[header] ?? '')));
    const names = cells.filter((cell) => cell !== '');
    const message = pathFault(cells, names);
    if (message === null) paths.push(names);
    else refused.push({ line, message });
  }
  return { paths, lines: table.rows.length, refused, problems: table.problems };
}

function pathFault(cells: readonly string[], names: readonly string[]): string | null {
  if (names.length === 0) return '三级都是空白';
  const gap = cells.indexOf('');
  if (gap !== -1 && gap < names.length) return `没有填写${LEVEL_COLUMNS[gap]}，却填写了下一级`;
  return names.map(nameFault).find((fault) => fault !== null) ?? null;
}

/** Paths as the nodes that `writeTree` takes, each once, in the order of the file. */
function nested(paths: readonly (readonly string[])[]): CategoryNode[] {
  const byTop = Map.groupBy(
    paths.filter((path) => path.length > 0),
    ([top = '']) => top,
  );
  return [...byTop].map(([name, group]): CategoryNode => [name, nested(group.map((path) => path.slice(1)))]);
}
