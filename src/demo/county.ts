import { agencyKeys } from '../agencies/names.ts';
import type { Db } from '../db/open.ts';
import { all, first, q, run } from '../db/query.ts';
import { insertItem } from '../items/write.ts';
import { ROLES } from '../people/roles.ts';
import { government12345 } from '../presets/government-12345.ts';
import { installPreset } from '../setup/install.ts';
import { agencies } from './texts/agencies.ts';
import { items } from './texts/items.ts';
import { outsideUnits } from './texts/outside.ts';
import { type DemoPerson, staff } from './texts/staff.ts';

/** The ids that forms send, by the names the demonstration's texts use. */
export type Ids = {
  agency: (code: string) => string;
  person: (login: string) => string;
  category: (path: readonly string[]) => string;
  area: (path: readonly string[]) => string;
  /** The service item of this category, '' where the catalogue has none without a period of its own. */
  item: (path: readonly string[]) => string;
};

export type County = { ids: Ids; logins: readonly DemoLogin[] };

/** How one person signs in. */
export type DemoLogin = { login: string; name: string; rolesText: string; password: string };

/** Writes the county into an empty file: the preset, the tree of agencies and everyone who works there since `at`. */
export function writeCounty(db: Db, password: { text: string; hash: string }, at: number): County {
  installPreset(db, government12345, { hotline: government12345.hotline }, null, at);
  const agencyIds = writeAgencies(db, at);
  writeOutsideUnits(db, agencyIds, at);
  const itemIds = writeItems(db, agencyIds);
  const people = writeStaff(db, agencyIds, password.hash, at);
  const ids = {
    agency: (code: string) => String(known(agencyIds, code)),
    person: (login: string) => String(known(people, login).id),
    category: finder(db, 'categories'),
    area: finder(db, 'areas'),
    item: (path: readonly string[]) => itemIds.get(path.join('/')) ?? '',
  };
  const logins = staff.map((person) => ({
    login: known(people, person.login).login,
    name: person.name,
    rolesText: rolesText(person),
    password: password.text,
  }));
  return { ids, logins };
}

/** Parents stand before their children in the list. */
function writeAgencies(db: Db, at: number): Map<string, number> {
  const ids = new Map<string, number>();
  for (const { code, name, shortName, parent, kind, officePhone, dutyMobile, address } of agencies) {
    const row = {
      ...{
        parent_id: parent === null ? null : known(ids, parent),
        name,
        short_name: shortName,
        kind,
        address,
      },
      ...{ office_phone: officePhone, contact_person: firstHandler(code)?.name ?? '', created_at: at },
      duty_mobile: dutyMobile,
      search_keys: agencyKeys(name, shortName),
    };
    ids.set(code, run(db, q.insertInto('agencies').values(row)).id);
  }
  return ids;
}

/** Q-B5: they have no people here. */
function writeOutsideUnits(db: Db, ids: Map<string, number>, at: number): void {
  for (const { code, name, shortName, officePhone, contactPerson, address, email } of outsideUnits) {
    const row = {
      ...{ name, short_name: shortName, kind: 'bureau' as const, address, email, external: 1 },
      ...{ office_phone: officePhone, contact_person: contactPerson, created_at: at },
      search_keys: agencyKeys(name, shortName),
    };
    ids.set(code, run(db, q.insertInto('agencies').values(row)).id);
  }
}

/** Q-B3. @returns the items that leave the period to the kind of the request, by category */
function writeItems(db: Db, agencyIds: ReadonlyMap<string, number>): Map<string, string> {
  const category = finder(db, 'categories');
  const ids = new Map<string, string>();
  for (const { code, name, agency, fallback, basis, days, ...item } of items) {
    const id = insertItem(db, {
      ...{ code, name, basis, reply_days: days, agency_id: known(agencyIds, agency) },
      fallback_id: fallback === null ? null : known(agencyIds, fallback),
      category_id: Number(category(item.category.split('/'))),
    });
    if (days === null) ids.set(item.category, String(id));
  }
  return ids;
}

export function firstHandler(agency: string): DemoPerson | undefined {
  return staff.find((person) => person.agency === agency && person.roles.includes('handler'));
}

/** Nobody has to change the password or sign first: a newcomer can start at once. */
function writeStaff(db: Db, agencyIds: Map<string, number>, passwordHash: string, at: number) {
  const people = new Map<string, { id: number; login: string }>();
  for (const person of staff) {
    const login = freeLogin(db, person.login);
    const row = {
      login,
      name: person.name,
      phone: person.phone,
      operator_no: person.operatorNo,
      agency_id: person.agency === null ? null : known(agencyIds, person.agency),
      password_hash: passwordHash,
      must_change_password: 0,
      secrecy_accepted_at: at,
      created_at: at,
    };
    const { id } = run(db, q.insertInto('users').values(row));
    for (const role of person.roles) {
      run(db, q.insertInto('user_roles').values({ user_id: id, role, granted_at: at, granted_by: null }));
    }
    people.set(person.login, { id, login });
  }
  return people;
}

/** The administrator who asked for the demonstration may have taken one of its names. */
function freeLogin(db: Db, login: string): string {
  const taken = first(db, q.selectFrom('users').select('id').where('login', '=', login));
  return taken ? freeLogin(db, `${login}-demo`) : login;
}

function rolesText({ roles, agency }: DemoPerson): string {
  const names = roles.map((role) => ROLES[role].name).join('、');
  const place = agencies.find(({ code }) => code === agency)?.shortName;
  return place ? `${place} ${names}` : names;
}

function finder(db: Db, tree: 'categories' | 'areas') {
  const ids = new Map(all(db, q.selectFrom(tree).select(['id', 'path'])).map(({ id, path }) => [path, id]));
  return (path: readonly string[]) => String(known(ids, path.join(' / ')));
}

function known<Value>(all: ReadonlyMap<string, Value>, name: string): Value {
  const found = all.get(name);
  if (found === undefined) throw new Error(`the demonstration has no ${name}`);
  return found;
}
