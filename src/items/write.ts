import { z } from 'zod';
import { dispatchable } from '../agencies/queries.ts';
import { audit } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import { first, q, run, transact } from '../db/query.ts';
import type { By } from '../people/actor.ts';
import { searchKeys } from '../search/pinyin.ts';
import { nodePath } from '../trees/queries.ts';
import { Invalid, NotFound } from '../web/errors.ts';
import { chosen, longText, text } from '../web/forms.ts';
import { plainCode } from './names.ts';
import { type ItemRow, itemById, itemOfCode } from './queries.ts';

export const LONGEST = { code: 40, name: 100, basis: 500 } as const;
export const MOST_DAYS = 250;

export const itemForm = z.object({
  code: text('编码', { max: LONGEST.code }),
  name: text('名称', { max: LONGEST.name }),
  agency: chosen('责任单位', 'agencies'),
  fallback: chosen('兜底单位', 'agencies', { required: false }).optional(),
  category: chosen('诉求分类', 'categories', { required: false }).optional(),
  days: text('办理工作日', { required: false, max: 3 }).optional(),
  basis: longText('依据', { required: false, max: LONGEST.basis }).optional(),
});

export type ItemForm = z.infer<typeof itemForm>;

/** The columns that people write. */
export type ItemValues = Pick<
  ItemRow,
  'code' | 'name' | 'agency_id' | 'fallback_id' | 'category_id' | 'reply_days' | 'basis'
>;

/** @returns the new item's id @throws Invalid when the code is taken or something cannot be chosen */
export function createItem(db: Db, by: By, form: ItemForm): number {
  return transact(db, () => {
    const values = valuesOf(db, null, form);
    return addItem(db, by, values);
  });
}

/** Values that were found right, with the line in the audit log. @returns the new item's id */
export function addItem(db: Db, by: By, values: ItemValues): number {
  const id = insertItem(db, values);
  audit(db, { at: by.now, actor: by.actor, act: 'item_created', subject: subjectOf(values), detail: { id } });
  return id;
}

/** @throws Invalid when the code is taken or something cannot be chosen */
export function changeItem(db: Db, by: By, id: number, form: ItemForm): void {
  transact(db, () => {
    const before = itemById(db, id);
    if (!before) throw new NotFound();
    const values = valuesOf(db, before, form);
    updateItem(db, id, values);
    auditItem(db, by, before, values);
  });
}

/** @throws Invalid when it is to come back and its agency is out of use */
export function setItemActive(db: Db, by: By, id: number, active: 0 | 1): void {
  transact(db, () => {
    const item = itemById(db, id);
    if (!item) throw new NotFound();
    if (item.active === active) return;
    if (active === 1) requireAgencies(db, item);
    run(db, q.updateTable('service_items').set({ active }).where('id', '=', id));
    const detail = { id, active: active === 1 ? '启用' : '停用' };
    audit(db, { at: by.now, actor: by.actor, act: 'item_changed', subject: subjectOf(item), detail });
  });
}

export function insertItem(db: Db, values: ItemValues): number {
  return run(db, q.insertInto('service_items').values({ ...values, search_keys: searchKeys(values.name) }))
    .id;
}

/** What is written comes into use again where it was out of use and `active` is given. */
export function updateItem(db: Db, id: number, values: ItemValues & { active?: 1 }): void {
  const set = { ...values, search_keys: searchKeys(values.name) };
  run(db, q.updateTable('service_items').set(set).where('id', '=', id));
}

/** One line in the audit log with old and new; nothing where nothing changed. */
export function auditItem(db: Db, by: By, before: ItemRow, after: ItemValues & { active?: 1 }): void {
  const [old, now] = [wordsOf(db, before), wordsOf(db, after)];
  const changed = Object.entries(now).filter(([key, value]) => old[key] !== value);
  const back = after.active === 1 && before.active === 0 ? { active: '启用' } : {};
  if (changed.length === 0 && !('active' in back)) return;
  const detail = Object.fromEntries(changed.map(([key, value]) => [key, [old[key], value]]));
  audit(db, {
    at: by.now,
    actor: by.actor,
    act: 'item_changed',
    subject: subjectOf(before),
    detail: { id: before.id, ...detail, ...back },
  });
}

function subjectOf({ code, name }: Pick<ItemValues, 'code' | 'name'>): string {
  return `${code} ${name}`;
}

/** As people read it: names instead of ids. */
export function wordsOf(db: Db, values: ItemValues): Record<string, string> {
  return {
    code: values.code,
    name: values.name,
    agency: agencyName(db, values.agency_id),
    fallback: agencyName(db, values.fallback_id),
    category: nodePath(db, 'categories', values.category_id),
    reply_days: values.reply_days === null ? '' : String(values.reply_days),
    basis: values.basis,
  };
}

function agencyName(db: Db, id: number | null): string {
  if (id === null) return '';
  return first(db, q.selectFrom('agencies').select('short_name').where('id', '=', id))?.short_name ?? '';
}

function valuesOf(db: Db, before: ItemRow | null, form: ItemForm): ItemValues {
  const code = plainCode(form.code);
  const twin = itemOfCode(db, code);
  if (twin && twin.id !== before?.id)
    refuse(
      'code',
      `编码 ${code} 已用于“${twin.name}”${twin.active ? '' : '（已停用，可直接启用）'}，请核对。`,
    );
  const agency_id = agencyOf(db, form.agency, before?.agency_id ?? null, 'agency', '责任单位');
  const fallback_id = form.fallback
    ? agencyOf(db, form.fallback, before?.fallback_id ?? null, 'fallback', '兜底单位')
    : null;
  if (fallback_id === agency_id) refuse('fallback', '兜底单位不能与责任单位相同，请另选或清空。');
  return {
    code,
    name: form.name,
    agency_id,
    fallback_id,
    category_id: categoryOf(db, form.category, before?.category_id ?? null),
    reply_days: daysOf(form.days),
    basis: form.basis ?? '',
  };
}

/** One that cases can be dispatched to, or the one it has. */
function agencyOf(db: Db, typed: string, present: number | null, field: string, label: string): number {
  const id = Number(typed);
  const found = id === present || dispatchable(db).some((agency) => agency.id === id);
  if (!found) refuse(field, `${label}已停用或不能派单，请重新选择。`);
  return id;
}

function categoryOf(db: Db, typed: string | undefined, present: number | null): number | null {
  if (!typed) return null;
  const node = first(db, q.selectFrom('categories').select(['id', 'active']).where('id', '=', Number(typed)));
  if (!node || (node.active === 0 && node.id !== present))
    refuse('category', '诉求分类已停用或不存在，请重新选择。');
  return node.id;
}

function daysOf(typed: string | undefined): number | null {
  if (!typed) return null;
  const days = Number(typed);
  if (!/^\d+$/.test(typed) || days < 1 || days > MOST_DAYS)
    refuse('days', `办理工作日请填 1 至 ${MOST_DAYS} 的整数；不填则按诉求类型的事项时限。`);
  return days;
}

function requireAgencies(db: Db, item: ItemRow): void {
  const known = new Set(dispatchable(db).map((agency) => agency.id));
  if (!known.has(item.agency_id))
    throw new Invalid(`责任单位${item.agency}已停用或不能派单，请先改为其他单位并保存，再启用。`);
  if (item.fallback_id !== null && !known.has(item.fallback_id))
    throw new Invalid(`兜底单位${item.fallback ?? ''}已停用或不能派单，请先改为其他单位并保存，再启用。`);
}

function refuse(field: string, message: string): never {
  throw new Invalid('有内容需要更正，已填写的内容都在。', { [field]: message });
}
