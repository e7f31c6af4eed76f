import type { AssignmentRole, AssignmentStatus, CaseStatus } from '../cases/lifecycle.ts';
import type { Kind, Limits } from '../presets/types.ts';

/** What the rules may know of an act: gathered once by src/cases/facts.ts, so that every rule is pure. */
export type Facts = {
  now: number;
  actorId: number;
  case: {
    status: CaseStatus;
    urgent: boolean;
    anonymous: boolean;
    confidential: boolean;
    /** Whether there is a telephone number to reach the citizen at. */
    hasContact: boolean;
    round: number;
  };
  assignment: {
    role: AssignmentRole;
    status: AssignmentStatus;
    submittedBy: number | null;
    contactedAt: number | null;
  } | null;
  kind: Kind;
  limits: Limits;
  /** Until when the agency may ask to return the assignment; null when that clock never started. */
  returnDueAt: number | null;
  /** Who asked last to return the assignment. */
  returnAskedBy: number | null;
  /** Short names of assisting agencies whose reply the lead still waits for. */
  missingAssists: readonly string[];
  /** Everyone who signed, contacted, answered or approved for an agency on this case. */
  handledBy: ReadonlySet<number>;
  /** Call-backs of this round in which nobody was reached. */
  failedAttempts: number;
  /** The form's checked values; null while the form is only being shown. */
  input: Readonly<Record<string, unknown>> | null;
};

/** A rule: what stands in the way, in words that say what happened and what to do; null when nothing does. */
export type Guard = (facts: Facts) => string | null;

/** The agency that answers the citizen: the lead, or the fallback standing in for it. */
export function answersCitizen(role: AssignmentRole): boolean {
  return role !== 'assist';
}
