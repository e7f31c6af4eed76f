import type { Db } from '../db/open.ts';
import type { List } from '../lists/list.ts';
import type { By } from '../people/actor.ts';
import { AGENCY_COLUMNS } from './import-columns.ts';
import { type PlannedAgency, planImport } from './import-plan.ts';
import { AGENCY_KINDS } from './kinds.ts';
import { nameKey } from './names.ts';
import { allAgencies } from './queries.ts';
import { addAgency, auditChange, updateAgency } from './write.ts';

/** The agencies as a file; lines are matched by name. */
export const AGENCY_LIST: List<PlannedAgency> = {
  words: {
    href: '/agencies',
    title: '承办单位',
    file: '单位清单',
    unit: '个',
    counted: '个单位',
    rules: [
      '只有“单位名称”必填；名称相同的按已有单位更新，不会重复新增。',
      '空白格不改动已有内容；需要清空时请在单位页面上修改。',
      '上级单位填全称或简称，排在前面或后面都可以。',
      '省、市或辖区外的单位在“外部单位”中填“是”，通过函件办理，不需要人员。',
      '类型填县政府、部门、乡镇街道、科室、企业之一；不填时按名称推断，可在预览中核对。',
    ],
    names: [{ key: 'name', label: '单位名称' }],
    rest: [
      { key: 'short', label: '简称' },
      { key: 'parent', label: '上级单位' },
      { key: 'kind', label: '类型' },
    ],
  },
  draft: 'agencies_import',
  act: 'agencies_imported',
  dependsOn: '单位',
  columns: AGENCY_COLUMNS,
  examples: [
    [
      '示例县住房和城乡建设局',
      '住建局',
      '',
      '部门',
      '0000-12345678',
      '张三',
      '示例县人民路 1 号',
      '',
      '13900000001',
      '',
    ],
    ['物业管理科', '物业科', '示例县住房和城乡建设局', '科室', '', '', '', '', '', ''],
    ['省高速公路管理中心', '省高速中心', '', '部门', '', '', '', 'bangongshi@example.cn', '', '是'],
  ],
  exportName: '承办单位.csv',
  exported,
  plan: (db, text) => planImport(allAgencies(db), text),
  carryOut,
  cells: ({ name, values, parent }) => ({
    name: name || '（未填）',
    short: values.short_name,
    parent: parent?.name ?? '',
    kind: AGENCY_KINDS[values.kind],
  }),
};

/** New agencies first stand at the top, then everyone gets their parent: so the order of lines plays no part. */
function carryOut(db: Db, by: By, rows: readonly PlannedAgency[]): void {
  const ids = new Map(allAgencies(db).map((agency) => [nameKey(agency.name), agency.id]));
  for (const row of rows.filter((each) => each.outcome === 'add')) {
    const id = addAgency(db, by, { ...row.values, parent_id: null });
    ids.set(nameKey(row.values.name), id);
  }
  for (const row of rows.filter((each) => each.outcome === 'add' || each.outcome === 'change')) {
    const id = ids.get(nameKey(row.values.name));
    if (id === undefined) throw new Error(`planned agency is missing: line ${row.line}`);
    const values = { ...row.values, parent_id: row.parent ? (ids.get(row.parent.key) ?? null) : null };
    updateAgency(db, id, values);
    if (row.known) auditChange(db, by, row.known, values);
  }
}

function exported(db: Db) {
  const agencies = allAgencies(db);
  const names = new Map(agencies.map((agency) => [agency.id, agency.name]));
  return agencies
    .filter((agency) => agency.active === 1)
    .map((agency) => [
      agency.name,
      agency.short_name,
      agency.parent_id === null ? '' : (names.get(agency.parent_id) ?? ''),
      AGENCY_KINDS[agency.kind],
      agency.office_phone,
      agency.contact_person,
      agency.address,
      agency.email,
      agency.duty_mobile,
      agency.external === 1 ? '是' : '',
    ]);
}
