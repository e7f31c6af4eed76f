import { agencyKeys } from '../../../src/agencies/names.ts';
import type { Db } from '../../../src/db/open.ts';
import { all, q, run } from '../../../src/db/query.ts';
import { agencies } from '../../../src/demo/texts/agencies.ts';
import type { Role } from '../../../src/people/roles.ts';
import { government12345 } from '../../../src/presets/government-12345.ts';
import { installPreset } from '../../../src/setup/install.ts';

export type Person = { id: number; signature: string };

/** An agency with the people that handle its cases. */
export type Office = { id: number; name: string; handlers: readonly Person[]; leader: Person };

export type Cast = {
  operators: readonly Person[];
  dispatchers: readonly Person[];
  clerks: readonly Person[];
  supervisors: readonly Person[];
  offices: readonly Office[];
  categories: readonly number[];
  areas: readonly number[];
};

/** Policy and trees of the government preset, 37 agencies and about 140 people. Nobody has a usable password. */
export function castOf(db: Db, now: number): Cast {
  installPreset(db, government12345, { hotline: government12345.hotline }, null, now);
  const hire = (login: string, name: string, role: Role, agency: number | null, no: string | null) =>
    person(db, { login, name, role, agency, no }, now);
  const crew = (role: Role, name: string, count: number, numbered: boolean) =>
    Array.from({ length: count }, (_, n) =>
      hire(`${role}${n + 1}`, `${name}${n + 1}`, role, null, numbered ? String(8001 + n) : null),
    );
  hire('admin', '系统管理', 'admin', null, null);
  const ids = agencyIds(db, now);
  const offices = agencies
    .filter((each) => each.kind !== 'county')
    .map((each) => {
      const id = ids.get(each.code) ?? 0;
      const staff = (role: Role, n: number) =>
        hire(`${each.code}-${role}${n}`, `${each.shortName}人员${n}`, role, id, null);
      const handlers = [1, 2, 3].map((n) => staff('handler', n));
      return { id, name: each.shortName, handlers, leader: staff('agency_leader', 1) };
    });
  return {
    operators: crew('operator', '话务员', 20, true),
    dispatchers: crew('dispatcher', '派单员', 4, false),
    clerks: crew('callback_clerk', '回访员', 6, false),
    supervisors: crew('supervisor', '值班长', 3, false),
    offices,
    categories: leaves(db, 'categories'),
    areas: leaves(db, 'areas'),
  };
}

function agencyIds(db: Db, now: number): ReadonlyMap<string, number> {
  const ids = new Map<string, number>();
  for (const { code, name, shortName, parent, kind, officePhone, address } of agencies) {
    const values = {
      parent_id: parent === null ? null : (ids.get(parent) ?? null),
      ...{ name, short_name: shortName, kind, office_phone: officePhone, address, created_at: now },
      search_keys: agencyKeys(name, shortName),
    };
    ids.set(code, run(db, q.insertInto('agencies').values(values)).id);
  }
  return ids;
}

type Hired = { login: string; name: string; role: Role; agency: number | null; no: string | null };

function person(db: Db, { login, name, role, agency, no }: Hired, now: number): Person {
  const { id } = run(
    db,
    q.insertInto('users').values({
      ...{ login, name, operator_no: no, agency_id: agency, password_hash: 'none' },
      ...{ must_change_password: 0, secrecy_accepted_at: now, created_at: now },
    }),
  );
  run(db, q.insertInto('user_roles').values({ user_id: id, role, granted_at: now, granted_by: null }));
  return { id, signature: no ? `${no} 号 ${name}` : name };
}

function leaves(db: Db, tree: 'categories' | 'areas'): number[] {
  const nodes = all(db, q.selectFrom(tree).select(['id', 'parent_id']));
  const parents = new Set(nodes.map((node) => node.parent_id));
  return nodes.map((node) => node.id).filter((id) => !parents.has(id));
}
