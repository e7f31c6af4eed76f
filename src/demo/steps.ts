import type { IntakeOutcome } from '../cases/intake.ts';
import type { TaskKind } from '../tasks/kinds.ts';
import type { Typed } from '../web/forms.ts';

/** One thing that a person did at a moment of the past; people by log-in, agencies by code. */
export type Step = {
  at: number;
  who: string;
  act: string;
  /** The agency whose assignment it was done to; null for the case itself. */
  of: string | null;
  typed: Typed;
  /** Until when it had to be done; null where nobody waits for it. */
  due: number | null;
  /** Beside the main course: assisting agencies, notes, calls. */
  aside: boolean;
  /** Whose case number the form names: another request. */
  toward?: number;
  /** Done only where such a task stands open: lots decide about some (Q-E3). */
  onlyIf?: TaskKind;
  /** How the call ended, for the step that takes the case down. */
  outcome?: IntakeOutcome;
};

/** Of the assignment of an agency, or of the case. */
export type PlannedStep = Step & { request: number };
