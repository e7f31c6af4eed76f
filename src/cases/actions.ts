import type { Actor } from '../people/actor.ts';
import type { ShownAssignment } from './case-queries.ts';
import { hatsOf } from './hats.ts';
import type { Hat } from './life/hats.ts';
import type { Group } from './life/transition.ts';
import { type AnyTransition, ASSIGNMENT_LIFE, CASE_LIFE } from './lifecycle.ts';
import type { Matter, Matters } from './matters.ts';
import { agenciesAct, isOffered, suits } from './perform.ts';
import type { CaseRow } from './rows.ts';
import type { AssignmentStatus, CaseStatus } from './states.ts';

/** An act that this person may do now, drawn from the same tables that perform.ts enforces. */
export type Available = {
  act: string;
  label: string;
  assignmentId: number | null;
  agency: string | null;
  /** Whether it is what comes next; notes and the like are not. */
  moves: boolean;
  /** Whether a side process waits for it. */
  awaited: boolean;
  group: Group;
};

/** Every act open to the actor on this case, what somebody waits for first, then what moves it on. */
export function availableActs(
  actor: Actor,
  given: CaseRow,
  assignments: readonly ShownAssignment[],
  matters: Matters,
): Available[] {
  const hats = hatsOf(actor, given, assignments);
  const onCase = open(CASE_LIFE, given.status, hats, matters.ofCase).map((each) => offer(each, null));
  const onAssignments = (agenciesAct(given) ? assignments : []).flatMap((assignment) =>
    open(
      ASSIGNMENT_LIFE,
      assignment.status,
      hatsOf(actor, given, assignment),
      matters.ofAssignment(assignment.id),
    )
      .filter((each) => suits(each, assignment))
      .map((each) => offer(each, assignment)),
  );
  return [...onAssignments, ...onCase].sort((a, b) => weight(b) - weight(a));
}

function weight({ moves, awaited }: Available): number {
  return Number(moves) + Number(awaited);
}

function open(
  life: readonly AnyTransition[],
  status: CaseStatus | AssignmentStatus,
  hats: ReadonlySet<Hat>,
  matters: ReadonlySet<Matter>,
): AnyTransition[] {
  return life.filter((each) => isOffered(each, status, matters) && each.by.some((hat) => hats.has(hat)));
}

function offer(transition: AnyTransition, assignment: ShownAssignment | null): Available {
  return {
    act: transition.act,
    label: transition.label,
    assignmentId: assignment?.id ?? null,
    agency: assignment?.agency ?? null,
    moves: transition.awaited === true || (transition.to.length > 0 && !transition.rare),
    awaited: transition.awaited === true,
    group: transition.group ?? '记录',
  };
}
