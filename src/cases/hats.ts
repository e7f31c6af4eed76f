import type { Actor } from '../people/actor.ts';
import { ROLES } from '../people/roles.ts';
import type { Hat } from './lifecycle.ts';

type CaseLike = { first_operator: number | null; status: string };
type AssignmentLike = { agency_id: number; section_id: number | null };

/**
 * What the actor is toward a case they can see, and toward one of its assignments:
 * agency roles count only for their own agency's assignment, an operator only for what they took themselves
 * (G-A1) or what nobody has taken yet.
 */
export function hatsOf(actor: Actor, given: CaseLike, assignment: AssignmentLike | null): ReadonlySet<Hat> {
  const hats = new Set<Hat>();
  for (const role of actor.roles) {
    if (ROLES[role].side !== 'agency' || !assignment || isOurs(actor, assignment)) hats.add(role);
  }
  const untaken = given.first_operator === null && given.status === 'received';
  if (actor.roles.has('operator') && (given.first_operator === actor.id || untaken))
    hats.add('first_operator');
  return hats;
}

export function isOurs(actor: Actor, assignment: AssignmentLike): boolean {
  return (
    actor.agencyIds.has(assignment.agency_id) ||
    (assignment.section_id !== null && actor.agencyIds.has(assignment.section_id))
  );
}
