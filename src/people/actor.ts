import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Role } from './roles.ts';

/** The person behind a request, with what decides about rights. */
export type Actor = {
  id: number;
  login: string;
  name: string;
  operatorNo: string | null;
  roles: ReadonlySet<Role>;
  agencyId: number | null;
  agencyName: string | null;
  /** The actor's own agency and everything below it in the tree; empty for hotline staff. */
  agencyIds: ReadonlySet<number>;
};

/** Who does it and when (epoch ms), for what is written. */
export type By = { actor: Actor; now: number };

type UserRow = {
  id: number;
  login: string;
  name: string;
  operator_no: string | null;
  agency_id: number | null;
  agency_name: string | null;
  roles: string | null;
};

const USER = `SELECT u.id, u.login, u.name, u.operator_no, u.agency_id, a.short_name AS agency_name,
    (SELECT group_concat(role) FROM user_roles WHERE user_id = u.id) AS roles
  FROM users u LEFT JOIN agencies a ON a.id = u.agency_id WHERE u.id = ?`;

const BELOW = `WITH RECURSIVE below(id) AS (
    SELECT ? UNION SELECT a.id FROM agencies a JOIN below b ON a.parent_id = b.id)
  SELECT id FROM below`;

export function actorOf(db: Db, userId: number): Actor {
  const user = prepared(db, USER).get(userId) as UserRow | undefined;
  if (!user) throw new Error(`no user ${userId}`);
  return {
    id: user.id,
    login: user.login,
    name: user.name,
    operatorNo: user.operator_no,
    roles: new Set((user.roles?.split(',') ?? []) as Role[]),
    agencyId: user.agency_id,
    agencyName: user.agency_name,
    agencyIds: new Set(user.agency_id === null ? [] : agenciesBelow(db, user.agency_id)),
  };
}

/** Ids of an agency and all its descendants. */
export function agenciesBelow(db: Db, agencyId: number): number[] {
  return (prepared(db, BELOW).all(agencyId) as { id: number }[]).map((row) => row.id);
}

/** How the timeline names somebody: agency and name, or the operator number (H-A1) and name. */
export function signature(actor: Pick<Actor, 'name' | 'operatorNo' | 'agencyName'>): string {
  if (actor.agencyName) return `${actor.agencyName} ${actor.name}`;
  return actor.operatorNo ? `${actor.operatorNo} 号 ${actor.name}` : actor.name;
}

export function hasRole(actor: Actor, ...roles: readonly Role[]): boolean {
  return roles.some((role) => actor.roles.has(role));
}
