import type { Db } from '../db/open.ts';
import { all, q } from '../db/query.ts';
import { agenciesBelow } from './actor.ts';
import type { Role } from './roles.ts';

/** People in service with a role in an agency or below it. */
export function staffOf(db: Db, agencyId: number, role: Role) {
  return all(
    db,
    q
      .selectFrom('users as u')
      .innerJoin('user_roles as r', 'r.user_id', 'u.id')
      .innerJoin('agencies as a', 'a.id', 'u.agency_id')
      .select(['u.id', 'u.name', 'a.short_name as agency_name'])
      .where('r.role', '=', role)
      .where('u.active', '=', 1)
      .where('u.agency_id', 'in', agenciesBelow(db, agencyId))
      .orderBy('u.id'),
  );
}
