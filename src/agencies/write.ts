import { z } from 'zod';
import { audit } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import { q, run, transact } from '../db/query.ts';
import type { AgencyKind } from '../db/schema.ts';
import { itemsOfAgency } from '../items/queries.ts';
import { agenciesBelow, type By } from '../people/actor.ts';
import { Invalid, NotFound } from '../web/errors.ts';
import { choice, chosen, flag, text } from '../web/forms.ts';
import { AGENCY_KINDS, KIND_CODES } from './kinds.ts';
import { agencyKeys, isEmail, mobileNumber, nameKey } from './names.ts';
import { activeChildren, agencyById, allAgencies, parentOptions, peopleOf } from './queries.ts';

export const agencyForm = z.object({
  name: text('单位名称', { max: 60 }),
  short_name: text('简称', { max: 60, required: false }).optional(),
  kind: choice('类型', KIND_CODES, AGENCY_KINDS),
  parent: chosen('上级单位', 'parents', { required: false }).optional(),
  office_phone: text('办公电话', { max: 40, required: false }).optional(),
  contact_person: text('联系人', { max: 40, required: false }).optional(),
  address: text('地址', { max: 200, required: false }).optional(),
  email: text('邮箱', { max: 100, required: false }).optional(),
  duty_mobile: text('值班手机', { max: 40, required: false }).optional(),
  external: flag('外部单位（通过函件办理）'),
});

export type AgencyForm = z.infer<typeof agencyForm>;

/** The columns that people write; `parent_id` null at the top of the tree. */
export type AgencyValues = {
  name: string;
  short_name: string;
  kind: AgencyKind;
  parent_id: number | null;
  office_phone: string;
  contact_person: string;
  address: string;
  email: string;
  /** Of the post on duty: gets the reminders by SMS. */
  duty_mobile: string;
  /** 1: an outside unit, which gets letters (Q-B5). */
  external: number;
};

/** @returns the new agency's id @throws Invalid when the name is taken or the parent cannot be chosen */
export function createAgency(db: Db, by: By, form: AgencyForm): number {
  return transact(db, () => {
    const values = valuesOf(db, null, form);
    return addAgency(db, by, values);
  });
}

/** Values that were found right, with the line in the audit log. @returns the new agency's id */
export function addAgency(db: Db, by: By, values: AgencyValues): number {
  const id = insertAgency(db, values, by.now);
  audit(db, { at: by.now, actor: by.actor, act: 'agency_created', subject: values.name, detail: { id } });
  return id;
}

/** @throws Invalid when the name is taken or the parent lies below the agency itself */
export function changeAgency(db: Db, by: By, id: number, form: AgencyForm): void {
  transact(db, () => {
    const before = agencyById(db, id);
    if (!before) throw new NotFound();
    const values = valuesOf(db, id, form);
    updateAgency(db, id, values);
    auditChange(db, by, before, values);
  });
}

/** @throws Invalid while it has agencies or people in service, naming them */
export function disableAgency(db: Db, by: By, id: number): void {
  transact(db, () => {
    const agency = agencyById(db, id);
    if (!agency) throw new NotFound();
    const problem = whatHolds(db, id);
    if (problem) throw new Invalid(problem);
    setActive(db, by, agency, 0);
  });
}

/** @throws Invalid while its parent is disabled */
export function enableAgency(db: Db, by: By, id: number): void {
  transact(db, () => {
    const agency = agencyById(db, id);
    if (!agency) throw new NotFound();
    const parent = agency.parent_id === null ? undefined : agencyById(db, agency.parent_id);
    if (parent?.active === 0) throw new Invalid(`上级单位“${parent.name}”已停用，请先启用上级单位。`);
    setActive(db, by, agency, 1);
  });
}

function insertAgency(db: Db, values: AgencyValues, now: number): number {
  const search_keys = agencyKeys(values.name, values.short_name);
  return run(db, q.insertInto('agencies').values({ ...values, search_keys, created_at: now })).id;
}

export function updateAgency(db: Db, id: number, values: AgencyValues): void {
  const search_keys = agencyKeys(values.name, values.short_name);
  run(
    db,
    q
      .updateTable('agencies')
      .set({ ...values, search_keys })
      .where('id', '=', id),
  );
}

/** One line in the audit log, with old and new of what is no personal data; nothing where nothing changed. */
export function auditChange(
  db: Db,
  by: By,
  before: AgencyValues & { id: number },
  after: AgencyValues,
): void {
  const changed = COLUMNS.filter((column) => before[column] !== after[column]);
  if (changed.length === 0) return;
  const detail = changed.map((column) => [
    column,
    PERSONAL.has(column) ? '已修改' : [shown(column, before), shown(column, after)],
  ]);
  audit(db, {
    at: by.now,
    actor: by.actor,
    act: 'agency_changed',
    subject: before.name,
    detail: { id: before.id, ...Object.fromEntries(detail) },
  });
}

const COLUMNS = [
  'name',
  'short_name',
  'kind',
  'parent_id',
  'office_phone',
  'contact_person',
  'address',
  'email',
  'duty_mobile',
  'external',
] as const satisfies readonly (keyof AgencyValues)[];
const PERSONAL: ReadonlySet<string> = new Set(['office_phone', 'contact_person', 'email', 'duty_mobile']);

function shown(column: (typeof COLUMNS)[number], values: AgencyValues): string | number | boolean | null {
  return column === 'external' ? values.external === 1 : values[column];
}

function valuesOf(db: Db, id: number | null, form: AgencyForm): AgencyValues {
  const key = nameKey(form.name);
  const twin = allAgencies(db).find((each) => each.id !== id && nameKey(each.name) === key);
  if (twin)
    refuse('name', `已有同名单位“${twin.name}”${twin.active ? '' : '（已停用，可直接启用）'}，请核对。`);
  const parent_id = parentOf(db, id, form.parent);
  if (form.kind === 'section' && parent_id === null) refuse('parent', '科室须选择上级单位。');
  if (form.external) requireOutside(db, id, form);
  if (form.email && !isEmail(form.email)) refuse('email', '邮箱地址不完整，例如 bangongshi@example.cn。');
  if (form.duty_mobile && !mobileNumber(form.duty_mobile)) refuse('duty_mobile', NO_MOBILE);
  return {
    name: form.name,
    short_name: form.short_name ?? form.name,
    kind: form.kind,
    parent_id,
    office_phone: form.office_phone ?? '',
    contact_person: form.contact_person ?? '',
    address: form.address ?? '',
    email: form.email ?? '',
    duty_mobile: mobileNumber(form.duty_mobile ?? '') ?? '',
    external: form.external ? 1 : 0,
  };
}

const NO_MOBILE = '值班手机应为一个 11 位手机号码，提醒短信发到这个号码。没有值班手机的请留空。';

/** Q-B5: an outside unit has nobody who signs in here, and nothing is handed down to it. */
function requireOutside(db: Db, id: number | null, form: AgencyForm): void {
  if (form.kind === 'section') refuse('external', '科室不能作为外部单位，请更改类型。');
  const people = id === null ? [] : peopleOf(db, id).filter((each) => each.active === 1);
  if (people.length === 0) return;
  const names = people.map((each) => each.name).join('、');
  refuse('external', `外部单位通过函件办理，没有系统账号。该单位还有在用人员：${names}，请先停用或调整。`);
}

function parentOf(db: Db, id: number | null, typed: string | undefined): number | null {
  if (typed === undefined) return null;
  if (id !== null && agenciesBelow(db, id).includes(Number(typed))) {
    refuse('parent', '不能把单位放在它自己或它的下级单位之下，请另选上级单位。');
  }
  const found = parentOptions(db, id).some((option) => option.value === typed);
  if (!found) refuse('parent', '上级单位已停用或不存在，请重新选择。');
  return Number(typed);
}

function refuse(field: string, message: string): never {
  throw new Invalid('有内容需要更正，已填写的内容都在。', { [field]: message });
}

function whatHolds(db: Db, id: number): string | null {
  const children = activeChildren(db, id).map((each) => each.name);
  const people = peopleOf(db, id).filter((each) => each.active === 1);
  const parts: string[] = [];
  if (children.length > 0) parts.push(`还有启用中的下级单位：${children.join('、')}`);
  if (people.length > 0) parts.push(`还有在用人员：${people.map((each) => each.name).join('、')}`);
  const items = itemsOfAgency(db, id);
  if (items.length > 0)
    parts.push(`还有在用的便民服务事项：${items.slice(0, 3).join('、')}${items.length > 3 ? '等' : ''}`);
  return parts.length === 0 ? null : `暂不能停用。${parts.join('；')}。请先停用或调整后再操作。`;
}

function setActive(
  db: Db,
  by: By,
  agency: { id: number; name: string; active: number },
  active: 0 | 1,
): void {
  if (agency.active === active) return;
  run(db, q.updateTable('agencies').set({ active }).where('id', '=', agency.id));
  const detail = { id: agency.id, active: active === 1 ? '启用' : '停用' };
  audit(db, { at: by.now, actor: by.actor, act: 'agency_changed', subject: agency.name, detail });
}
