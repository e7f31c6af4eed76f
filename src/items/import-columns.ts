import { columnsOf } from '../agencies/upload.ts';
import type { Table } from '../web/csv.ts';
import { Invalid } from '../web/errors.ts';
import { LONGEST } from './write.ts';

/** The columns of a catalogue file as the template names them (Q-B3). */
export const IMPORT_COLUMNS = {
  code: '编码',
  name: '名称',
  agency: '责任单位',
  fallback: '兜底单位',
  category: '诉求分类',
  days: '办理工作日',
  basis: '依据',
} as const;

export type ImportColumn = keyof typeof IMPORT_COLUMNS;

const WORDS: Readonly<Record<ImportColumn, readonly string[]>> = {
  code: ['编码', '事项编码', '编号', '事项编号', '代码', 'code'],
  name: ['名称', '事项名称', '事项', '便民服务事项', '服务事项', 'name', 'item'],
  agency: ['责任单位', '承办单位', '主责单位', '牵头单位', '主管单位', '责任部门', 'agency'],
  fallback: ['兜底单位', '兜底', '兜底部门', 'fallback'],
  category: ['诉求分类', '分类', '事项分类', '类别', 'category'],
  days: ['办理工作日', '办理时限', '办理天数', '工作日', '时限', '时限工作日', 'days'],
  basis: ['依据', '办理依据', '法律依据', '政策依据', '设定依据', 'basis'],
};

export type Cells = { line: number } & Partial<Record<ImportColumn, string>>;

/**
 * What each line of the file says; a blank cell says nothing.
 * @throws Invalid when no column holds the codes
 */
export function readCells(table: Table): { rows: Cells[]; unread: string[] } {
  const { columns, unread } = columnsOf(table, WORDS);
  if (!columns.has('code')) {
    const message = '表头中没有“编码”一列。请下载模板，按模板的表头填写后再导入。';
    throw new Invalid(message, { file: message });
  }
  const rows = table.rows.map(({ line, values }) => {
    const cells = [...columns].map(([column, header]) => [column, values[header]] as const);
    return { line, ...Object.fromEntries(cells.filter(([, cell]) => cell)) };
  });
  return { rows, unread };
}

/** What is too long in a line, in words, or null. */
export function tooLong(cells: Cells): string | null {
  const column = (['code', 'name', 'basis'] as const).find(
    (each) => (cells[each]?.length ?? 0) > LONGEST[each],
  );
  return column === undefined ? null : `${IMPORT_COLUMNS[column]}超过 ${LONGEST[column]} 字`;
}
