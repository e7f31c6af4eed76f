import { AGENCY_KINDS } from '../agencies/kinds.ts';
import { exactTime } from '../calendar/words.ts';
import { AUDITED } from './audit.ts';

export function sayAct(act: string): string {
  return Object.hasOwn(AUDITED, act) ? AUDITED[act as keyof typeof AUDITED] : act;
}

/** "2026-11-23 09:00:05" */
export function toTheSecond(at: number): string {
  return `${exactTime(at)}:${String(Math.floor(at / 1000) % 60).padStart(2, '0')}`;
}

/** What the details are called; those not listed are only for the file itself and are left out. */
const KEYS: Readonly<Record<string, string>> = {
  note: '',
  did: '',
  reason: '原因',
  purpose: '事由',
  times: '连续次数',
  fields: '修改项',
  added: '增加',
  removed: '取消',
  to: '改为',
  nodes: '涉及节点',
  name: '名称',
  short_name: '简称',
  kind: '类型',
  parent_id: '上级单位编号',
  office_phone: '办公电话',
  contact_person: '联系人',
  address: '地址',
  active: '状态',
  external: '外部单位',
  email: '邮箱',
  duty_mobile: '值班手机',
  code: '编码',
  agency: '责任单位',
  fallback: '兜底单位',
  category: '诉求分类',
  reply_days: '办理工作日',
  basis: '依据',
  preset: '起始内容',
  tree: '类别',
  lines: '行数',
  add: '新增',
  change: '修改',
  same: '无变化',
  total: '总数',
  imported: '导入',
  doubles: '重复',
  refused: '未导入',
  failure: '中断原因',
  files: '文件数',
  cases: '工单数',
  days: '天数',
  clocks: '补算时限',
  moved: '变更时限',
  skipped: '跳过的编号',
  sha256: '校验值',
  made: '备份时间',
  message: '消息编号',
  through: '截至第几条',
  conditions: '条件',
  encrypted: '加密',
  attachment: '附件编号',
  hash: '末条校验码',
  folder: '文件夹',
  changes: '改动',
  result: '结果',
};

const NAMES: Readonly<Record<string, string>> = { ...AGENCY_KINDS, categories: '诉求分类', areas: '区域' };

const LISTS = new Set(['fields', 'added', 'removed']);

/** The detail of a line in words: "修改项：姓名、工号；取消：话务员". `json` is the column as stored. */
export function sayDetail(json: string): string {
  const detail = JSON.parse(json) as Record<string, unknown>;
  return Object.entries(detail)
    .map(([key, value]) => [KEYS[key], sayValue(key, value)] as const)
    .filter(([label, text]) => label !== undefined && text !== '')
    .map(([label, text]) => (label === '' ? text : `${label}：${text}`))
    .join('；');
}

function sayValue(key: string, value: unknown): string {
  if (Array.isArray(value) && !LISTS.has(key) && value.length === 2) {
    return `由“${sayOne(value[0])}”改为“${sayOne(value[1])}”`;
  }
  return [value].flat().map(sayOne).join('、');
}

function sayOne(value: unknown): string {
  if (value === null || value === undefined || value === '') return '空';
  if (typeof value === 'boolean') return value ? '是' : '否';
  return typeof value === 'object' ? '' : (NAMES[String(value)] ?? String(value));
}
