import { allAgencies } from '../agencies/queries.ts';
import type { Db } from '../db/open.ts';
import type { List } from '../lists/list.ts';
import type { By } from '../people/actor.ts';
import { allNodes } from '../trees/queries.ts';
import { ITEM_COLUMNS } from './import-columns.ts';
import { type ItemPlan, type PlannedItem, planItems } from './import-plan.ts';
import { allItems } from './queries.ts';
import { addItem, auditItem, updateItem } from './write.ts';

/** The catalogue as a file (Q-B3); lines are matched by code. */
export const ITEM_LIST: List<PlannedItem> = {
  words: {
    href: '/items',
    title: '便民服务事项',
    file: '事项清单',
    unit: '项',
    counted: '项',
    rules: [
      '新增的事项须填编码、名称和责任单位；编码相同的按已有事项更新，不会重复新增。',
      '空白格不改动已有内容；需要清空时请在事项页面上修改。已停用的事项再次导入即恢复使用。',
      '责任单位、兜底单位填全称或简称，须已在“承办单位”中建好，科室请填其上级单位。',
      '诉求分类填全路径，例如“市政公用 / 道路设施 / 路灯不亮”；名称不重复的也可只填最后一级。',
      '办理工作日填整数；不填则按诉求类型的事项时限，例如投诉 3 个工作日。',
    ],
    names: [
      { key: 'code', label: '编码' },
      { key: 'name', label: '名称' },
    ],
    rest: [
      { key: 'agency', label: '责任单位' },
      { key: 'fallback', label: '兜底单位' },
      { key: 'days', label: '办理时限' },
    ],
  },
  draft: 'items_import',
  act: 'items_imported',
  dependsOn: '事项、单位或分类',
  columns: ITEM_COLUMNS,
  examples: [
    ['SZ-001', '路灯不亮', '城管局', '住建局', '市政公用 / 道路设施 / 路灯不亮', 3, '城市照明管理规定'],
    ['WY-001', '电梯故障', '住建局', '', '', '', ''],
  ],
  exportName: '便民服务事项清单.csv',
  exported,
  plan: planFor,
  carryOut,
  cells: ({ code, name, agency, fallback, values }) => ({
    code: code || '（未填）',
    name: name || '（未填）',
    agency,
    fallback,
    days: values?.reply_days ? `${values.reply_days} 个工作日` : '按类型',
  }),
};

/** What the file would do as things stand. @throws Invalid when it has no column with codes */
export function planFor(db: Db, text: string): ItemPlan {
  const ground = { items: allItems(db), agencies: allAgencies(db), categories: allNodes(db, 'categories') };
  return planItems(ground, text);
}

function carryOut(db: Db, by: By, rows: readonly PlannedItem[]): void {
  for (const { outcome, values, known } of rows) {
    if (!values || outcome === 'same' || outcome === 'refused') continue;
    if (known) {
      updateItem(db, known.id, { ...values, active: 1 });
      auditItem(db, by, known, { ...values, active: 1 });
      continue;
    }
    addItem(db, by, values);
  }
}

function exported(db: Db) {
  return allItems(db)
    .filter((item) => item.active === 1)
    .map((item) => [
      item.code,
      item.name,
      item.agency_name,
      item.fallback_name ?? '',
      item.category ?? '',
      item.reply_days,
      item.basis,
    ]);
}
