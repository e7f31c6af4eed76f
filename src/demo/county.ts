import type { Db } from '../db/open.ts';
import { all, q, run } from '../db/query.ts';
import { audit } from '../people/audit.ts';
import { government12345 } from '../presets/government-12345.ts';
import { searchKeys } from '../search/pinyin.ts';
import { installPreset } from '../setup/install.ts';
import { agencies } from './texts/agencies.ts';
import { type DemoPerson, staff } from './texts/staff.ts';

/** The ids that forms send, by the names the demonstration's texts use. */
export type Ids = {
  agency: (code: string) => string;
  person: (login: string) => string;
  category: (path: readonly string[]) => string;
  area: (path: readonly string[]) => string;
};

/** Writes the county into an empty file: the preset, the tree of agencies and everyone who works there. */
export function writeCounty(db: Db, passwordHash: string, at: number): Ids {
  installPreset(db, government12345, { hotline: government12345.hotline }, null, at);
  const agencyIds = writeAgencies(db, at);
  const personIds = writeStaff(db, agencyIds, passwordHash, at);
  audit(db, { at, actor: null, act: 'set_up', detail: { preset: government12345.code, demo: true } });
  audit(db, { at, actor: null, act: 'agencies_imported', detail: { added: agencies.length } });
  return {
    agency: (code) => String(known(agencyIds, code)),
    person: (login) => String(known(personIds, login)),
    category: finder(db, 'categories'),
    area: finder(db, 'areas'),
  };
}

/** Parents stand before their children in the list. */
function writeAgencies(db: Db, at: number): Map<string, number> {
  const ids = new Map<string, number>();
  for (const { code, name, shortName, parent, kind, officePhone, address } of agencies) {
    const row = {
      ...{
        parent_id: parent === null ? null : known(ids, parent),
        name,
        short_name: shortName,
        kind,
        address,
      },
      ...{ office_phone: officePhone, contact_person: firstHandler(code)?.name ?? '', created_at: at },
      search_keys: searchKeys(name),
    };
    ids.set(code, run(db, q.insertInto('agencies').values(row)).id);
  }
  return ids;
}

export function firstHandler(agency: string): DemoPerson | undefined {
  return staff.find((person) => person.agency === agency && person.roles.includes('handler'));
}

/** Nobody has to change the password or sign first: a newcomer can start at once. */
function writeStaff(db: Db, agencyIds: Map<string, number>, passwordHash: string, at: number) {
  const ids = new Map<string, number>();
  for (const { login, name, roles, agency, operatorNo, phone } of staff) {
    const row = {
      ...{ login, name, phone, operator_no: operatorNo, password_hash: passwordHash, created_at: at },
      ...{ agency_id: agency === null ? null : known(agencyIds, agency) },
      ...{ must_change_password: 0, secrecy_accepted_at: at },
    };
    const { id } = run(db, q.insertInto('users').values(row));
    for (const role of roles) {
      run(db, q.insertInto('user_roles').values({ user_id: id, role, granted_at: at, granted_by: null }));
    }
    ids.set(login, id);
  }
  return ids;
}

function finder(db: Db, tree: 'categories' | 'areas') {
  const ids = new Map(all(db, q.selectFrom(tree).select(['id', 'path'])).map(({ id, path }) => [path, id]));
  return (path: readonly string[]) => String(known(ids, path.join(' / ')));
}

function known<Key>(ids: ReadonlyMap<Key, number>, key: Key): number {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`the demonstration has no ${String(key)}`);
  return id;
}
