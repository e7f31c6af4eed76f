import type { AssignmentRole, AssignmentStatus, CaseStatus } from '../cases/states.ts';
import type { Kind, Limits, QuietHours } from '../presets/types.ts';

/** What the rules may know of an act: gathered once by src/cases/facts.ts, so that every rule is pure. Instants are epoch ms. */
export type Facts = {
  now: number;
  actorId: number;
  case: {
    status: CaseStatus;
    urgent: boolean;
    emergency: boolean;
    anonymous: boolean;
    confidential: boolean;
    /** Whether there is a telephone number to reach the citizen at. */
    hasContact: boolean;
    round: number;
    /** Not to be called before this; null where nothing was agreed or tried. */
    callAfter: number | null;
  };
  assignment: {
    role: AssignmentRole;
    status: AssignmentStatus;
    submittedBy: number | null;
    contactedAt: number | null;
    /** Whether it may not be returned again (X-E1). */
    returnBarred: boolean;
    /** When the first step against a danger was on record (Q-A6). */
    containedAt: number | null;
    /** An outside unit, for which the hotline acts (Q-B5). */
    external: boolean;
  } | null;
  kind: Kind;
  limits: Limits;
  quietHours: QuietHours;
  /** On the list of service items (Q-B3), with a period of its own or that of the kind; null when it is not. */
  item: { replyDays: number | null } | null;
  /** Until when the agency may ask to return the assignment; null when that clock never started. */
  returnDueAt: number | null;
  /** Who asked last to return the assignment. */
  returnAskedBy: number | null;
  /** Until when the agency has to contact the citizen first; null where that clock never started. */
  firstContactDueAt: number | null;
  /** Until when the citizen may withdraw; null before acceptance. */
  withdrawalDueAt: number | null;
  /** When the reply of the assignment is due, extensions included; null when that clock does not run. */
  replyDueAt: number | null;
  /** When the reply's clock was started; null when it does not run. */
  replyStartedAt: number | null;
  extension: {
    /** Working days that were granted in all. */
    grantedDays: number;
    /** How often one was granted. */
    granted: number;
    /** Of the open request: who asked, and who agreed for the agency. */
    askedBy: number | null;
    agreedBy: number | null;
    days: number | null;
    /** Until when one has to be asked for and agreed to; null while the reply's clock does not run. */
    latestAt: number | null;
  };
  /** Who reported the overlap of powers that is not settled yet. */
  overlapBy: ReadonlySet<number>;
  /** How far the agency that answers has come in this round; null where there is none. */
  leadStatus: AssignmentStatus | null;
  /** The open supervision order; null when there is none. */
  supervision: { days: number } | null;
  /** The agency that the open order went to, where another one answers for the case now. */
  orderElsewhere: string | null;
  /** The local day on which a suspended case is looked at again. */
  reviewOn: string | null;
  appeal: { askedBy: number; proposedBy: number | null } | null;
  /** The agency that answers for the case, to which it goes when it is done again; null where none was given it. */
  handling: { agency: string; external: boolean; ofMain: boolean } | null;
  /** Who pressed last by hand, and when. */
  lastPress: { who: string; at: number } | null;
  /** Kinds of tasks that still stand open for this assignment (for the case where there is none). */
  openTasks: ReadonlySet<string>;
  /** Short names of assisting agencies whose reply the lead still waits for. */
  missingAssists: readonly string[];
  /** Everyone who signed, contacted, answered or approved for an agency on this case. */
  handledBy: ReadonlySet<number>;
  /** When an agency last concluded its service with a reply, also of the main case; null before. */
  servedAt: number | null;
  /** Call-backs of this round in which nobody was reached, and when the last of them was. */
  failedAttempts: number;
  lastAttemptAt: number | null;
  /** The form's checked values; null while the form is only being shown. */
  input: Readonly<Record<string, unknown>> | null;
};

/** A rule: what stands in the way, in words that say what happened and what to do; null when nothing does. */
export type Guard = (facts: Facts) => string | null;

/** The agency that answers the citizen: the lead, or the fallback standing in for it. */
export function answersCitizen(role: AssignmentRole): boolean {
  return role !== 'assist';
}
