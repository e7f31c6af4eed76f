import { REACHED, SATISFACTION, SOLVED } from '../cases/acts/call-back.ts';
import type { Db } from '../db/open.ts';
import { all, q } from '../db/query.ts';
import { MEDIA } from '../outbox/message.ts';
import { nameIn, policyAt } from '../policy/policy.ts';
import { type KeptFigure, keptFigures } from './years.ts';

/** Figures year by year under one heading; a value is null where nothing was counted. */
export type YearsSection = { title: string; rows: { label: string; values: (number | null)[] }[] };
/** `reckonedAt`: of the newest year, epoch ms. */
export type YearsTable = { years: number[]; reckonedAt: number | null; sections: YearsSection[] };

type Line = { figure: string; label: string };

const CASES: readonly Line[] = [
  { figure: 'received', label: '登记' },
  { figure: 'closed', label: '已办结' },
  { figure: 'answered_at_once', label: '热线直接答复' },
  { figure: 'rejected', label: '不予受理' },
  { figure: 'withdrawn', label: '撤诉' },
  { figure: 'reply_on_time', label: '按时答复' },
  { figure: 'reply_late', label: '超期答复' },
  { figure: 'first_contact_on_time', label: '按时首次联系' },
  { figure: 'first_contact_late', label: '超期首次联系' },
  { figure: 'redos', label: '重办次数' },
  { figure: 'supervised', label: '督办' },
  { figure: 'exempt', label: '不计入考核' },
];
const SYSTEM: readonly Line[] = [
  { figure: 'logins', label: '登录' },
  { figure: 'exports', label: '导出和下载' },
  { figure: 'prints', label: '打印' },
  { figure: 'reveals', label: '查看号码' },
];

/** Everything that is kept of all years, in words. */
export function yearsTable(db: Db, now: number): YearsTable {
  const kept = keptFigures(db);
  const years = [...new Set(kept.map(({ year }) => year))];
  const named = (list: readonly Line[]) =>
    list.map(({ figure, label }) => rowOf(kept, years, label, figure, ''));
  const by = (figure: string, name: (key: string) => string) =>
    keysOf(kept, figure).map((key) => rowOf(kept, years, name(key), figure, key));
  const { kinds, channels } = policyAt(db, now);
  const medium = (key: string) => nameOf(MEDIA, key);
  const sections = [
    { title: '工单', rows: named(CASES) },
    { title: '登记，按诉求类型', rows: by('received_kind', (key) => nameIn(kinds, key)) },
    { title: '登记，按来源渠道', rows: by('received_channel', (key) => nameIn(channels, key)) },
    { title: '登记，按诉求分类', rows: by('received_category', namesIn(db, 'categories', '未分类')) },
    { title: '登记，按区域', rows: by('received_area', namesIn(db, 'areas', '未填区域')) },
    { title: '登记，按牵头单位', rows: by('received_agency', agencyNames(db)) },
    {
      title: '回访',
      rows: [
        ...by('called_back', (key) => nameOf(REACHED, key)),
        ...by('solution', (key) => nameOf(SOLVED, key)),
        ...by('satisfaction', (key) => nameOf(SATISFACTION, key)),
      ],
    },
    {
      title: '消息',
      rows: [
        ...by('messages_sent', (key) => `${medium(key)}，已发送`),
        ...by('messages_failed', (key) => `${medium(key)}，未送出`),
        ...by('message_parts', (key) => `${medium(key)}，计费条数`),
        ...by('message_cost', (key) => `${medium(key)}，费用（元）`).map(inYuan),
      ],
    },
    { title: '系统使用', rows: named(SYSTEM) },
  ];
  return {
    years,
    reckonedAt: kept.at(-1)?.reckoned_at ?? null,
    sections: sections
      .map(({ title, rows }) => ({ title, rows: rows.filter(({ values }) => values.some((value) => value)) }))
      .filter(({ rows }) => rows.length > 0),
  };
}

type Row = YearsSection['rows'][number];

function rowOf(
  kept: readonly KeptFigure[],
  years: readonly number[],
  label: string,
  figure: string,
  key: string,
): Row {
  const of = kept.filter((each) => each.figure === figure && each.key === key);
  return { label, values: years.map((year) => of.find((each) => each.year === year)?.value ?? null) };
}

/** The most frequent of all years first. */
function keysOf(kept: readonly KeptFigure[], figure: string): string[] {
  const sums = new Map<string, number>();
  for (const each of kept)
    if (each.figure === figure) sums.set(each.key, (sums.get(each.key) ?? 0) + each.value);
  return [...sums].sort((a, b) => b[1] - a[1]).map(([key]) => key);
}

/** Kept in thousandths of a yuan. */
function inYuan({ label, values }: Row): Row {
  return { label, values: values.map((value) => value && Math.round(value / 10) / 100) };
}

function nameOf(names: Readonly<Record<string, string>>, key: string): string {
  return names[key] ?? key;
}

function namesIn(db: Db, tree: 'categories' | 'areas', none: string): (key: string) => string {
  const rows = all(db, q.selectFrom(tree).select(['id', 'name']).where('parent_id', 'is', null));
  const names = new Map(rows.map(({ id, name }) => [String(id), name]));
  return (key) => names.get(key) ?? none;
}

function agencyNames(db: Db): (key: string) => string {
  const rows = all(db, q.selectFrom('agencies').select(['id', 'short_name']));
  const names = new Map(rows.map(({ id, short_name }) => [String(id), short_name]));
  return (key) => names.get(key) ?? key;
}
