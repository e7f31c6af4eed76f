import type { Table } from '../web/csv.ts';
import { Invalid } from '../web/errors.ts';
import { columnsOf } from './upload.ts';

/** The columns of an agency file as the template names them. */
export const IMPORT_COLUMNS = {
  name: '单位名称',
  short_name: '简称',
  parent: '上级单位',
  kind: '类型',
  office_phone: '办公电话',
  contact_person: '联系人',
  address: '地址',
  email: '邮箱',
  external: '外部单位',
} as const;

export type ImportColumn = keyof typeof IMPORT_COLUMNS;

const WORDS: Readonly<Record<ImportColumn, readonly string[]>> = {
  name: ['单位名称', '名称', '单位', '承办单位', '承办单位名称', '部门名称', 'name', 'agency'],
  short_name: ['简称', '单位简称', 'shortname', 'short'],
  parent: ['上级单位', '上级', '主管单位', '上级单位名称', 'parent'],
  kind: ['类型', '单位类型', '类别', '单位类别', 'kind', 'type'],
  office_phone: ['办公电话', '电话', '联系电话', '单位电话', 'officephone', 'phone'],
  contact_person: ['联系人', '联络员', '联系人姓名', 'contactperson', 'contact'],
  address: ['地址', '办公地址', '单位地址', 'address'],
  email: ['邮箱', '电子邮箱', '电子邮件', '邮件', 'email', 'mail'],
  external: ['外部单位', '是否外部单位', '外部', 'external'],
};

export type Cells = { line: number } & Partial<Record<ImportColumn, string>>;

const LONGEST: Readonly<Record<ImportColumn, number>> = {
  name: 60,
  short_name: 60,
  parent: 60,
  kind: 20,
  office_phone: 40,
  contact_person: 40,
  address: 200,
  email: 100,
  external: 10,
};

/**
 * What each line of the file says; a blank cell says nothing.
 * @throws Invalid when no column holds the names
 */
export function readCells(table: Table): { rows: Cells[]; unread: string[] } {
  const { columns, unread } = columnsOf(table, WORDS);
  if (!columns.has('name')) {
    const message = '表头中没有“单位名称”一列。请下载模板，按模板的表头填写后再导入。';
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
  const columns = Object.keys(LONGEST) as ImportColumn[];
  const column = columns.find((each) => (cells[each]?.length ?? 0) > LONGEST[each]);
  return column === undefined ? null : `${IMPORT_COLUMNS[column]}超过 ${LONGEST[column]} 字`;
}

const SAID: Readonly<Record<string, 0 | 1>> = { 是: 1, 外部: 1, 外部单位: 1, '1': 1, 否: 0, 不是: 0, '0': 0 };

/** Whether the cell says that it is an outside unit (Q-B5); undefined where that is not to be told from it. */
export function externalSaid(cell: string | undefined): 0 | 1 | undefined {
  return cell === undefined ? undefined : SAID[cell];
}
