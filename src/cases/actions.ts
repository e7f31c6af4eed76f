import type { Actor } from '../people/actor.ts';
import type { ShownAssignment } from './case-queries.ts';
import { hatsOf } from './hats.ts';
import { ASSIGNMENT_LIFE, CASE_LIFE, type Hat, type Transition } from './lifecycle.ts';
import { suits } from './perform.ts';
import type { CaseRow } from './rows.ts';

/** An act that this person may do now, drawn from the same tables that perform.ts enforces. */
export type Available = {
  act: string;
  label: string;
  assignmentId: number | null;
  agency: string | null;
  /** Whether it is what comes next; notes and the like are not. */
  moves: boolean;
};

/** Every act open to the actor on this case, the one that moves it on first. */
export function availableActs(
  actor: Actor,
  given: CaseRow,
  assignments: readonly ShownAssignment[],
): Available[] {
  const onCase = open(CASE_LIFE, given.status, hatsOf(actor, given, assignments)).map((each) =>
    offer(each, null),
  );
  const onAssignments = assignments.flatMap((assignment) =>
    open(ASSIGNMENT_LIFE, assignment.status, hatsOf(actor, given, assignment))
      .filter((each) => suits(each, assignment))
      .map((each) => offer(each, assignment)),
  );
  return [...onAssignments, ...onCase].sort((a, b) => Number(b.moves) - Number(a.moves));
}

function open<Status extends string>(
  life: readonly Transition<Status>[],
  status: Status,
  hats: ReadonlySet<Hat>,
): Transition<Status>[] {
  return life.filter((each) => each.from.includes(status) && each.by.some((hat) => hats.has(hat)));
}

function offer(transition: Transition<string>, assignment: ShownAssignment | null): Available {
  return {
    act: transition.act,
    label: transition.label,
    assignmentId: assignment?.id ?? null,
    agency: assignment?.agency ?? null,
    moves: transition.to.length > 0 && !transition.rare,
  };
}
