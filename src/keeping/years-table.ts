import { REACHED, SATISFACTION, SOLVED } from '../cases/acts/call-back.ts';
import type { Db } from '../db/open.ts';
import { all, q } from '../db/query.ts';
import { MEDIA } from '../outbox/message.ts';
import { nameIn, policyAt } from '../policy/policy.ts';
import { type KeptFigure, keptFigures } from './years.ts';

/** Figures year by year under one heading, shares as words ("95.2%"); a value is null where nothing was counted. */
export type YearsSection = { title: string; rows: { label: string; values: (number | string | null)[] }[] };
/** `reckonedAt`: of the newest year, epoch ms. */
export type YearsTable = { years: number[]; reckonedAt: number | null; sections: YearsSection[] };

/** `of`: the share that it has of itself and this other one. */
type Line = { figure: string; label: string; of?: string };

const CASES: readonly Line[] = [
  { figure: 'received', label: '登记' },
  { figure: 'closed', label: '已办结' },
  { figure: 'answered_at_once', label: '热线直接答复' },
  { figure: 'rejected', label: '不予受理' },
  { figure: 'withdrawn', label: '撤诉' },
  { figure: 'reply_on_time', label: '按时答复' },
  { figure: 'reply_late', label: '超期答复' },
  { figure: 'reply_on_time', label: '按时答复率', of: 'reply_late' },
  { figure: 'first_contact_on_time', label: '按时首次联系' },
  { figure: 'first_contact_late', label: '超期首次联系' },
  { figure: 'first_contact_on_time', label: '按时首次联系率', of: 'first_contact_late' },
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
    list.map(({ figure, label, of }) => {
      const row = rowOf(kept, years, label, figure, '');
      return of === undefined ? row : shareIn(row, rowOf(kept, years, label, of, ''));
    });
  const by = (figure: string, name: (key: string) => string) =>
    keysOf(kept, figure).map((key) => rowOf(kept, years, name(key), figure, key));
  const onScale = (figure: string, names: Readonly<Record<string, string>>) => {
    const keys = [...new Set([...Object.keys(names), ...keysOf(kept, figure)])];
    return keys.map((key) => rowOf(kept, years, nameOf(names, key), figure, key));
  };
  const { kinds, channels } = policyAt(db, now);
  const medium = (key: string) => nameOf(MEDIA, key);
  const sections = [
    { title: '工单', rows: named(CASES) },
    { title: '登记，按诉求类型', rows: by('received_kind', (key) => nameIn(kinds, key)) },
    { title: '登记，按来源渠道', rows: by('received_channel', (key) => nameIn(channels, key)) },
    { title: '登记，按诉求分类', rows: by('received_category', namesIn(db, 'categories', '未分类')) },
    { title: '登记，按区域', rows: by('received_area', namesIn(db, 'areas', '未填区域')) },
    { title: '登记，按牵头单位', rows: by('received_agency', agencyNames(db)) },
    { title: '回访，按接通情况', rows: onScale('called_back', REACHED) },
    { title: '回访，问题是否解决', rows: onScale('solution', SOLVED) },
    { title: '回访，满意程度', rows: onScale('satisfaction', SATISFACTION) },
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

type Row = { label: string; values: (number | null)[] };

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

/** Cut, not rounded: 100% is where none was late. */
function shareIn({ label, values }: Row, others: Row): YearsSection['rows'][number] {
  const share = (part: number, rest: number) =>
    part + rest === 0 ? null : `${Math.floor((part * 1000) / (part + rest)) / 10}%`;
  return { label, values: values.map((value, at) => share(value ?? 0, others.values[at] ?? 0)) };
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
