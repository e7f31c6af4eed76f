import { APPEAL } from './life/appeal.ts';
import { BESIDE_CASE } from './life/beside-case.ts';
import { CALL_BACK } from './life/call-back.ts';
import { COURSE_OF_ASSIGNMENT } from './life/course-of-assignment.ts';
import { COURSE_OF_CASE } from './life/course-of-case.ts';
import { EXTENSION } from './life/extension.ts';
import { EXTERNAL } from './life/external.ts';
import { HANDING_DOWN } from './life/hand-down.ts';
import { MERGING } from './life/merging.ts';
import { OVERLAP_OF_ASSIGNMENT, OVERLAP_OF_CASE } from './life/overlap.ts';
import { OWED } from './life/owed.ts';
import { PRESS } from './life/press.ts';
import { REDO, REDO_OF_ASSIGNMENT } from './life/redo.ts';
import { SUPERVISION } from './life/supervision.ts';
import { SUSPENSION } from './life/suspension.ts';
import type { Group, Transition } from './life/transition.ts';
import { URGENT_ASSIGNMENT, URGENT_CASE } from './life/urgent.ts';
import { WITHDRAWAL } from './life/withdrawal.ts';
import type { AssignmentStatus, CaseStatus } from './states.ts';

/*
 * The life of a case and of an assignment (domain.md "The life of a case"), as data. Pages draw their buttons from
 * these tables and perform.ts enforces them: read src/cases/states.ts, then the files named here.
 */

export const CASE_LIFE: readonly Transition<CaseStatus>[] = [
  ...under('办理', COURSE_OF_CASE),
  ...under('变更', WITHDRAWAL),
  ...under('办理', OVERLAP_OF_CASE),
  ...under('回访', CALL_BACK),
  ...under('变更', SUSPENSION),
  ...under('变更', MERGING),
  ...under('督办', REDO),
  ...under('督办', SUPERVISION),
  ...under('督办', PRESS),
  ...under('考核', APPEAL),
  ...under('记录', BESIDE_CASE),
  ...under('紧急', URGENT_CASE),
  ...under('办理', OWED),
];

export const ASSIGNMENT_LIFE: readonly Transition<AssignmentStatus>[] = [
  ...under('办理', COURSE_OF_ASSIGNMENT),
  ...under('办理', EXTERNAL),
  ...under('办理', EXTENSION),
  ...under('办理', OVERLAP_OF_ASSIGNMENT),
  ...under('办理', HANDING_DOWN),
  ...under('办理', REDO_OF_ASSIGNMENT),
  ...under('紧急', URGENT_ASSIGNMENT),
];

export type AnyTransition = Transition<CaseStatus> | Transition<AssignmentStatus>;

function under<Status extends string>(
  group: Group,
  table: readonly Transition<Status>[],
): readonly Transition<Status>[] {
  return table.map((each) => ({ group, ...each }));
}
