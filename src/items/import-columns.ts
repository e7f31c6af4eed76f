import type { Cells, Columns } from '../lists/columns.ts';
import { LONGEST } from './write.ts';

/** The columns of a catalogue file (Q-B3). */
export const ITEM_COLUMNS = {
  code: {
    title: '编码',
    also: ['事项编码', '编号', '事项编号', '代码', 'code'],
    longest: LONGEST.code,
  },
  name: {
    title: '名称',
    also: ['事项名称', '事项', '便民服务事项', '服务事项', 'name', 'item'],
    longest: LONGEST.name,
  },
  agency: {
    title: '责任单位',
    also: ['承办单位', '主责单位', '牵头单位', '主管单位', '责任部门', 'agency'],
  },
  fallback: { title: '兜底单位', also: ['兜底', '兜底部门', 'fallback'] },
  category: { title: '诉求分类', also: ['分类', '事项分类', '类别', 'category'] },
  days: { title: '办理工作日', also: ['办理时限', '办理天数', '工作日', '时限', '时限工作日', 'days'] },
  basis: {
    title: '依据',
    also: ['办理依据', '法律依据', '政策依据', '设定依据', 'basis'],
    longest: LONGEST.basis,
  },
} as const satisfies Columns<string>;

export type ItemCells = Cells<keyof typeof ITEM_COLUMNS>;
