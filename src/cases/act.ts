import type { z } from 'zod';
import type { WorkingCalendar } from '../calendar/types.ts';
import type { Db } from '../db/open.ts';
import type { Actor } from '../people/actor.ts';
import type { Policy } from '../policy/policy.ts';
import type { Facts } from '../rules/facts.ts';
import type { Option, Typed } from '../web/forms.ts';
import type { AssignmentRow, CaseRow } from './rows.ts';
import type { AssignmentStatus, CaseStatus, ClockKind } from './states.ts';

/** What an act may use: rows as they are before it, the policy the case is judged by, and the moment. */
export type ActContext = {
  now: number;
  /** Null when the system acts. */
  actor: Actor | null;
  case: CaseRow;
  assignment: AssignmentRow | null;
  policy: Policy;
  calendar: WorkingCalendar;
  facts: Facts;
};

/** What an act did beside moving the status. */
export type Recorded = {
  /** Needed where the transition leaves the choice. */
  to?: CaseStatus | AssignmentStatus;
  /** The words of the timeline. */
  why?: string;
  detail?: Record<string, unknown>;
  /** True where the duty still stands although the act was done (a call-back in which nobody was reached). */
  unmet?: boolean;
  /** Open clocks whose limit has to be reckoned again, because what decides about it was corrected. */
  reckonAgain?: readonly ClockKind[];
};

/** The form of an act and what it writes of its own; status, clocks and events are perform.ts's. */
export type Act<Schema extends z.ZodObject = z.ZodObject> = {
  form(context: ActContext): Schema;
  /** Lists that are known only now, by the name the fields use. */
  choices?(db: Db, context: ActContext): Readonly<Record<string, readonly Option[]>>;
  /** What the fields start with; `own` is what the person has already chosen otherwise. */
  initial?(db: Db, context: ActContext, own: Typed): Typed;
  /** The context as if what is chosen so far in the fields that refresh the form were settled; writes nothing. */
  considering?(db: Db, context: ActContext, typed: Typed): ActContext;
  /** What has to be read to fill it in: the reply that the citizen is asked about, the reasons of a return. */
  brief?(db: Db, context: ActContext): { title: string; text: string } | null;
  /** What will happen, said before it is sent. */
  forecast?(db: Db, context: ActContext): string | null;
  /** Whether files may be sent with it. */
  files?: boolean;
  record(db: Db, context: ActContext, input: z.infer<Schema>): Recorded;
};

/** Keeps an act's own field types while it is written; the registry sees only `Act`. */
export function act<Schema extends z.ZodObject>(definition: Act<Schema>): Act {
  return definition;
}
