import type { Db } from '../db/open.ts';
import { all, first, q } from '../db/query.ts';
import { agenciesBelow } from '../people/actor.ts';
import type { Option } from '../web/forms.ts';

export function activeAgencies(db: Db) {
  return all(
    db,
    q
      .selectFrom('agencies')
      .select(['id', 'parent_id', 'name', 'short_name', 'kind', 'search_keys'])
      .where('active', '=', 1)
      .orderBy('id'),
  );
}

/** Agencies a case can be dispatched to: all in use except sections, which their agency hands down to. */
export function agencyOptions(db: Db): Option[] {
  return activeAgencies(db)
    .filter((agency) => agency.kind !== 'section')
    .map((agency) => ({
      value: String(agency.id),
      text: agency.name,
      keys: `${agency.short_name} ${agency.search_keys}`,
    }));
}

export function agencyById(db: Db, id: number) {
  return first(db, q.selectFrom('agencies').selectAll().where('id', '=', id));
}

/** Active agencies and sections below this one in the tree. */
export function sections(db: Db, agencyId: number) {
  const below = agenciesBelow(db, agencyId).filter((id) => id !== agencyId);
  if (below.length === 0) return [];
  return all(
    db,
    q.selectFrom('agencies').select(['id', 'name', 'short_name', 'search_keys']).where('id', 'in', below).where('active', '=', 1),
  );
}

export function sectionOptions(db: Db, agencyId: number): Option[] {
  return sections(db, agencyId).map((each) => ({ value: String(each.id), text: each.name, keys: each.search_keys }));
}
