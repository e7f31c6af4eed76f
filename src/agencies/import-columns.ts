import type { Cells, Columns } from '../lists/columns.ts';

/** The columns of an agency file. */
export const AGENCY_COLUMNS = {
  name: {
    title: '单位名称',
    also: ['名称', '单位', '承办单位', '承办单位名称', '部门名称', 'name', 'agency'],
    longest: 60,
  },
  short_name: { title: '简称', also: ['单位简称', 'shortname', 'short'], longest: 60 },
  parent: { title: '上级单位', also: ['上级', '主管单位', '上级单位名称', 'parent'], longest: 60 },
  kind: { title: '类型', also: ['单位类型', '类别', '单位类别', 'kind', 'type'], longest: 20 },
  office_phone: {
    title: '办公电话',
    also: ['电话', '联系电话', '单位电话', 'officephone', 'phone'],
    longest: 40,
  },
  contact_person: {
    title: '联系人',
    also: ['联络员', '联系人姓名', 'contactperson', 'contact'],
    longest: 40,
  },
  address: { title: '地址', also: ['办公地址', '单位地址', 'address'], longest: 200 },
  email: { title: '邮箱', also: ['电子邮箱', '电子邮件', '邮件', 'email', 'mail'], longest: 100 },
  duty_mobile: { title: '值班手机', also: ['值班手机号', '提醒手机', 'dutymobile', 'mobile'], longest: 40 },
  external: { title: '外部单位', also: ['是否外部单位', '外部', 'external'], longest: 10 },
} as const satisfies Columns<string>;

export type AgencyCells = Cells<keyof typeof AGENCY_COLUMNS>;

const SAID: Readonly<Record<string, 0 | 1>> = { 是: 1, 外部: 1, 外部单位: 1, '1': 1, 否: 0, 不是: 0, '0': 0 };

/** Whether the cell says that it is an outside unit (Q-B5); undefined where that is not to be told from it. */
export function externalSaid(cell: string | undefined): 0 | 1 | undefined {
  return cell === undefined ? undefined : SAID[cell];
}
