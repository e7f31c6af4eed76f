import type { Selectable } from 'kysely';
import type { Db } from '../db/open.ts';
import { all, first, prepared, q } from '../db/query.ts';
import type { Schema } from '../db/schema.ts';
import { agenciesBelow } from './actor.ts';
import { ALL_ROLES, type Role } from './roles.ts';
import { ABSOLUTE_LIMIT, IDLE_LIMIT } from './sessions.ts';

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

/** What log-in decides by. */
export type Credentials = Pick<
  Selectable<Schema['users']>,
  'id' | 'login' | 'name' | 'password_hash' | 'active' | 'failed_logins' | 'locked_until'
>;

const credentials = q
  .selectFrom('users')
  .select(['id', 'login', 'name', 'password_hash', 'active', 'failed_logins', 'locked_until']);

export function credentialsByLogin(db: Db, login: string): Credentials | undefined {
  return first(db, credentials.where('login', '=', login));
}

export function credentialsById(db: Db, id: number): Credentials {
  const found = first(db, credentials.where('id', '=', id));
  if (!found) throw new Error(`no user ${id}`);
  return found;
}

export type Person = Selectable<Schema['users']> & { agency_name: string | null; roles: readonly Role[] };

export function personById(db: Db, id: number): Person | undefined {
  const row = first(
    db,
    q
      .selectFrom('users as u')
      .leftJoin('agencies as a', 'a.id', 'u.agency_id')
      .selectAll('u')
      .select('a.name as agency_name')
      .where('u.id', '=', id),
  );
  return row && { ...row, roles: rolesOf(db, id) };
}

/** In the order of the table of roles. */
export function rolesOf(db: Db, userId: number): Role[] {
  const held = all(db, q.selectFrom('user_roles').select('role').where('user_id', '=', userId));
  return ALL_ROLES.filter((role) => held.some((row) => row.role === role));
}

export function activeAdmins(db: Db): number {
  const admins = q
    .selectFrom('users as u')
    .innerJoin('user_roles as r', 'r.user_id', 'u.id')
    .select((build) => build.fn.countAll<number>().as('count'))
    .where('u.active', '=', 1)
    .where('r.role', '=', 'admin');
  return first(db, admins)?.count ?? 0;
}

/** A person's log-ins that still stand, last seen first. */
export function sessionsOfUser(db: Db, userId: number, now: number) {
  return all(
    db,
    q
      .selectFrom('sessions')
      .select(['token_hash', 'created_at', 'last_seen_at', 'ip', 'agent'])
      .where('user_id', '=', userId)
      .where('last_seen_at', '>=', now - IDLE_LIMIT)
      .where('created_at', '>=', now - ABSOLUTE_LIMIT)
      .orderBy('last_seen_at', 'desc'),
  );
}

// `+act` keeps SQLite to the person's own lines, newest first: it stops at the first log-in.
const LAST_LOGIN = "SELECT at FROM audit_log WHERE user_id = ? AND +act = 'login' ORDER BY id DESC LIMIT 1";

export function lastLogin(db: Db, userId: number): number | null {
  return (prepared(db, LAST_LOGIN).pluck().get(userId) as number | undefined) ?? null;
}

const ABOVE = `WITH RECURSIVE above(id) AS (
    SELECT ? UNION SELECT a.parent_id FROM agencies a JOIN above b ON a.id = b.id WHERE a.parent_id IS NOT NULL)
  SELECT id FROM above`;

/** Whether anybody in service works on this agency's cases in a role: in it, below it, or above it in the tree. */
export function isStaffed(db: Db, agencyId: number, role: Role): boolean {
  const above = prepared(db, ABOVE).pluck().all(agencyId) as number[];
  const found = first(
    db,
    q
      .selectFrom('users as u')
      .innerJoin('user_roles as r', 'r.user_id', 'u.id')
      .select('u.id')
      .where('r.role', '=', role)
      .where('u.active', '=', 1)
      .where('u.agency_id', 'in', [...new Set([...above, ...agenciesBelow(db, agencyId)])])
      .limit(1),
  );
  return found !== undefined;
}
