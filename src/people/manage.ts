import { agencyById } from '../agencies/queries.ts';
import { type Audited, audit } from '../audit/audit.ts';
import { normalisePhone } from '../citizens/phone.ts';
import type { Db } from '../db/open.ts';
import { q, run, transact } from '../db/query.ts';
import { isSqliteError } from '../db/sqlite-error.ts';
import { policyAt } from '../policy/policy.ts';
import { Invalid, NotFound } from '../web/errors.ts';
import type { Actor } from './actor.ts';
import type { PersonInput } from './forms.ts';
import { activeAdmins, type Person, personById } from './queries.ts';
import { ROLES, type Role, rolesConflict } from './roles.ts';
import { endSessionsOf } from './sessions.ts';
import type { Visitor } from './visitor.ts';

const NOT_SAVED = '人员信息没有保存，已填写的内容都在，请按提示修改后再次提交。';

/**
 * @param passwordHash of the first password, to be changed at the first log-in
 * @returns the new person's id
 * @throws Invalid with a message for each field at fault
 */
export function createPerson(
  db: Db,
  actor: Actor,
  input: PersonInput,
  passwordHash: string,
  by: Visitor,
): number {
  return unique(() =>
    transact(db, () => {
      refuseConflict(db, input, null);
      const created = { password_hash: passwordHash, created_at: by.now, created_by: actor.id };
      const { id } = run(db, q.insertInto('users').values({ ...columns(db, input, by.now), ...created }));
      const person = found(db, id);
      note(db, actor, 'user_created', person, by);
      grant(db, actor, person, input.roles, by);
      return id;
    }),
  );
}

/**
 * Changes what is known of a person, and the roles unless it is oneself.
 * @throws Invalid with a message for each field at fault
 */
export function changePerson(db: Db, actor: Actor, id: number, given: PersonInput, by: Visitor): void {
  unique(() =>
    transact(db, () => {
      const before = found(db, id);
      // One's own form shows the roles without boxes and so sends none.
      const input = id === actor.id && given.roles.length === 0 ? { ...given, roles: before.roles } : given;
      refuseConflict(db, input, before);
      const changed = columns(db, input, by.now);
      run(db, q.updateTable('users').set(changed).where('id', '=', id));
      const fields = changedFields(before, changed);
      if (fields.length > 0) note(db, actor, 'user_changed', found(db, id), by, { fields });
      grant(db, actor, before, input.roles, by);
      keepAnAdmin(db);
    }),
  );
}

/** Q-B5: who asks stays with the hotline, so nobody of an outside unit signs in. */
const OUTSIDE = '该单位是外部单位，通过函件办理，没有系统账号。请选择其他单位。';

/** Signs the person out everywhere and lets nobody in with this account. */
export function disablePerson(db: Db, actor: Actor, id: number, by: Visitor): void {
  transact(db, () => {
    const person = found(db, id);
    if (id === actor.id) throw new Invalid('不能停用本人的账号，请由另一位系统管理员操作。');
    if (!person.active) return;
    run(db, q.updateTable('users').set({ active: 0 }).where('id', '=', id));
    endSessionsOf(db, id);
    keepAnAdmin(db);
    note(db, actor, 'user_disabled', person, by);
  });
}

export function enablePerson(db: Db, actor: Actor, id: number, by: Visitor): void {
  transact(db, () => {
    const person = found(db, id);
    if (person.active) return;
    if (person.agency_id !== null && agencyById(db, person.agency_id)?.external)
      throw new Invalid(`账号没有启用。${OUTSIDE}`);
    run(
      db,
      q
        .updateTable('users')
        .set({ active: 1, ...UNLOCKED })
        .where('id', '=', id),
    );
    note(db, actor, 'user_enabled', person, by);
  });
}

/** Sets a first password, to be changed at the next log-in, and signs the person out everywhere. */
export function resetPassword(db: Db, actor: Actor, id: number, passwordHash: string, by: Visitor): void {
  transact(db, () => {
    const person = found(db, id);
    if (id === actor.id) throw new Invalid('本人的密码请在“我的账号”中修改。');
    const reset = { password_hash: passwordHash, must_change_password: 1, ...UNLOCKED };
    run(db, q.updateTable('users').set(reset).where('id', '=', id));
    endSessionsOf(db, id);
    note(db, actor, 'password_reset', person, by);
  });
}

export function unlockPerson(db: Db, actor: Actor, id: number, by: Visitor): void {
  transact(db, () => {
    const person = found(db, id);
    run(db, q.updateTable('users').set(UNLOCKED).where('id', '=', id));
    note(db, actor, 'unlocked', person, by);
  });
}

const UNLOCKED = { failed_logins: 0, locked_until: null };

function columns(db: Db, input: PersonInput, now: number) {
  const areaCode = policyAt(db, now).hotline?.areaCode;
  return {
    login: input.login,
    name: input.name,
    operator_no: input.operatorNo ?? null,
    phone: input.phone ? (normalisePhone(input.phone, areaCode)?.number ?? '') : '',
    email: input.email ?? '',
    agency_id: input.agencyId,
  };
}

const FIELDS = {
  login: '登录名',
  name: '姓名',
  operator_no: '工号',
  phone: '手机号码',
  email: '电子邮箱',
  agency_id: '所属单位',
};

/** Which ones, not what they were: the audit log holds no personal data. */
function changedFields(before: Person, after: ReturnType<typeof columns>): string[] {
  const keys = Object.keys(FIELDS) as (keyof typeof FIELDS)[];
  return keys.filter((key) => before[key] !== after[key]).map((key) => FIELDS[key]);
}

function refuseConflict(db: Db, input: PersonInput, before: Person | null): void {
  const { roles, agencyId } = input;
  const agency = agencyId === null ? null : agencyById(db, agencyId);
  const gone = agencyId !== null && !agency?.active && agencyId !== before?.agency_id;
  if (gone) throw new Invalid(NOT_SAVED, { agency: '所选单位不存在或已停用，请重新选择。' });
  if (agency?.external && agencyId !== before?.agency_id) throw new Invalid(NOT_SAVED, { agency: OUTSIDE });
  const conflict = rolesConflict(roles, agencyId);
  if (conflict === null) return;
  // Where another choice of agency would mend it, the agency is the field at fault.
  const mendable = rolesConflict(roles, agencyId === null ? 0 : null) === null;
  throw new Invalid(NOT_SAVED, { [mendable ? 'agency' : 'roles']: conflict });
}

/** Q-M1: nobody grants roles to themselves, nor takes them. */
function grant(db: Db, actor: Actor, person: Person, wanted: readonly Role[], by: Visitor): void {
  const removed = person.roles.filter((role) => !wanted.includes(role));
  const added = wanted.filter((role) => !person.roles.includes(role));
  if (removed.length + added.length === 0) return;
  if (person.id === actor.id) {
    throw new Invalid(NOT_SAVED, { roles: '不能调整本人的岗位，请由另一位系统管理员操作。' });
  }
  for (const role of removed) {
    run(db, q.deleteFrom('user_roles').where('user_id', '=', person.id).where('role', '=', role));
  }
  for (const role of added) {
    const row = { user_id: person.id, role, granted_at: by.now, granted_by: actor.id };
    run(db, q.insertInto('user_roles').values(row));
  }
  note(db, actor, 'roles_granted', person, by, { added: named(added), removed: named(removed) });
}

function named(roles: readonly Role[]): string[] {
  return roles.map((role) => ROLES[role].name);
}

/** Somebody must be able to let people in; also when two administrators act on each other at once. */
function keepAnAdmin(db: Db): void {
  if (activeAdmins(db) > 0) return;
  throw new Invalid('这是最后一位在用的系统管理员，不能停用或调整岗位。请先指定另一位系统管理员。', {
    roles: '系统至少需要一位在用的系统管理员。',
  });
}

function note(db: Db, actor: Actor, act: Audited, person: Person, by: Visitor, detail = {}): void {
  audit(db, { at: by.now, actor, act, subject: `${person.name}（${person.login}）`, detail, ip: by.ip });
}

function found(db: Db, id: number): Person {
  const person = personById(db, id);
  if (!person) throw new NotFound('没有找到这位人员。');
  return person;
}

const TAKEN = {
  'users.login': ['login', '这个登录名已有人使用，请换一个。'],
  'users.operator_no': ['operatorNo', '这个工号已有人使用，请核对。'],
} as const;

/** What must be unique is left to the database, which alone knows for certain. */
function unique<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isSqliteError(error, 'SQLITE_CONSTRAINT_UNIQUE')) throw error;
    for (const [column, [field, message]] of Object.entries(TAKEN)) {
      if (error instanceof Error && error.message.includes(column))
        throw new Invalid(NOT_SAVED, { [field]: message });
    }
    throw error;
  }
}
