import type { Db } from '../db/open.ts';
import { all, first, q } from '../db/query.ts';
import { agenciesBelow } from '../people/actor.ts';
import type { Option } from '../web/forms.ts';

export function activeAgencies(db: Db) {
  return all(
    db,
    q
      .selectFrom('agencies')
      .select(['id', 'parent_id', 'name', 'short_name', 'kind', 'search_keys', 'external'])
      .where('active', '=', 1)
      .orderBy('id'),
  );
}

/** Agencies a case can be dispatched to: all in use except sections, which their agency hands down to. */
export function dispatchable(db: Db) {
  return activeAgencies(db).filter((agency) => agency.kind !== 'section');
}

export function agencyOptions(db: Db): Option[] {
  return dispatchable(db).map((agency) => ({
    value: String(agency.id),
    text: agency.name,
    keys: `${agency.short_name} ${agency.search_keys}`,
    ...(agency.external ? { hint: '外部单位' } : {}),
  }));
}

export function agencyById(db: Db, id: number) {
  return first(db, q.selectFrom('agencies').selectAll().where('id', '=', id));
}

/** Active agencies and sections below this one in the tree, to which a case can be handed down: an outside unit gets letters (Q-B5). */
export function sections(db: Db, agencyId: number) {
  const below = agenciesBelow(db, agencyId).filter((id) => id !== agencyId);
  if (below.length === 0) return [];
  return all(
    db,
    q
      .selectFrom('agencies')
      .select(['id', 'name', 'short_name', 'search_keys'])
      .where('id', 'in', below)
      .where('active', '=', 1)
      .where('external', '=', 0),
  );
}

export function sectionOptions(db: Db, agencyId: number): Option[] {
  return sections(db, agencyId).map((each) => ({
    value: String(each.id),
    text: each.name,
    keys: each.search_keys,
  }));
}

/** Every agency, disabled ones too, with the number of people in service that belong to it. */
export function allAgencies(db: Db) {
  return all(
    db,
    q
      .selectFrom('agencies as a')
      .selectAll('a')
      .select((the) =>
        the
          .selectFrom('users as u')
          .whereRef('u.agency_id', '=', 'a.id')
          .where('u.active', '=', 1)
          .select((count) => count.fn.countAll<number>().as('people'))
          .as('staff'),
      )
      .orderBy('a.id'),
  );
}

export type AgencyRow = ReturnType<typeof allAgencies>[number];

/** People of exactly this agency, disabled ones last, with their roles as a list of codes parted by commas. */
export function peopleOf(db: Db, agencyId: number) {
  return all(
    db,
    q
      .selectFrom('users as u')
      .leftJoin('user_roles as r', 'r.user_id', 'u.id')
      .select(['u.id', 'u.name', 'u.active'])
      .select((the) => the.fn<string | null>('group_concat', ['r.role']).as('roles'))
      .where('u.agency_id', '=', agencyId)
      .groupBy('u.id')
      .orderBy('u.active', 'desc')
      .orderBy('u.id'),
  );
}

export function activeChildren(db: Db, agencyId: number) {
  return all(
    db,
    q
      .selectFrom('agencies')
      .select(['id', 'name'])
      .where('parent_id', '=', agencyId)
      .where('active', '=', 1)
      .orderBy('id'),
  );
}

/**
 * Agencies that this one may be put under: in use, and neither itself nor below it (no cycles).
 * Its present parent stays among them, even disabled. `id` null: for a new agency.
 */
export function parentOptions(db: Db, id: number | null): Option[] {
  const barred = new Set(id === null ? [] : agenciesBelow(db, id));
  const agencies = allAgencies(db);
  const present = agencies.find((each) => each.id === id)?.parent_id;
  return agencies
    .filter((each) => !barred.has(each.id) && (each.active === 1 || each.id === present))
    .map((each) => ({
      value: String(each.id),
      text: each.name,
      keys: `${each.short_name} ${each.search_keys}`,
    }));
}
