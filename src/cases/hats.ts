import { type Actor, hasRole } from '../people/actor.ts';
import { ROLES } from '../people/roles.ts';
import { answersCitizen } from '../rules/facts.ts';
import type { Hat } from './life/hats.ts';
import { ASSIGNMENT_STATUS, type AssignmentRole, type AssignmentStatus } from './states.ts';

type CaseLike = { first_operator: number | null; status: string; round: number };
type AssignmentLike = {
  agency_id: number;
  section_id: number | null;
  role: AssignmentRole;
  round: number;
  status: AssignmentStatus;
};

/**
 * What the actor is toward a case they see whole, and toward one of its assignments (or, for acts on the case,
 * all of them). Agency roles count only where their own agency is given the case and stays answerable (Q-B4);
 * a section that it was handed down to handles, but neither signs nor approves. An operator counts for what they
 * took themselves (G-A1) or what nobody has taken yet.
 */
export function hatsOf(
  actor: Actor,
  given: CaseLike,
  toward: AssignmentLike | readonly AssignmentLike[],
): ReadonlySet<Hat> {
  const assignments = 'length' in toward ? toward.filter(isOut) : [toward];
  const hats = new Set<Hat>();
  for (const role of actor.roles) {
    if (ROLES[role].side !== 'agency') hats.add(role);
    else if (assignments.some((each) => actor.agencyIds.has(each.agency_id))) hats.add(role);
  }
  if (actor.roles.has('handler') && assignments.some((each) => inOurSection(actor, each)))
    hats.add('section_handler');
  // Who answered before a redo does not answer for the agency that has it now (Q-E2, Q-E4).
  const leads = assignments.filter((each) => answersCitizen(each.role) && each.round === given.round);
  if (leads.some((each) => answersFor(actor, each))) hats.add('lead_agency');
  const untaken = given.first_operator === null && given.status === 'received';
  if (actor.roles.has('operator') && (given.first_operator === actor.id || untaken))
    hats.add('first_operator');
  return hats;
}

/** Whether an assignment is the actor's agency's, or was handed down to their section. */
export function isOurs(actor: Actor, assignment: Pick<AssignmentLike, 'agency_id' | 'section_id'>): boolean {
  return actor.agencyIds.has(assignment.agency_id) || inOurSection(actor, assignment);
}

function inOurSection(actor: Actor, { section_id }: Pick<AssignmentLike, 'section_id'>): boolean {
  return section_id !== null && actor.agencyIds.has(section_id);
}

function answersFor(actor: Actor, { agency_id }: AssignmentLike): boolean {
  return hasRole(actor, 'handler', 'agency_leader') && actor.agencyIds.has(agency_id);
}

function isOut({ status }: AssignmentLike): boolean {
  return ASSIGNMENT_STATUS[status].open || status === 'replied';
}
