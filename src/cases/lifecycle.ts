import { APPEAL } from './life/appeal.ts';
import { BESIDE_ASSIGNMENT } from './life/beside-assignment.ts';
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
import type { Transition } from './life/transition.ts';
import { URGENT_ASSIGNMENT, URGENT_CASE } from './life/urgent.ts';
import { WITHDRAWAL } from './life/withdrawal.ts';
import type { AssignmentStatus, CaseStatus } from './states.ts';

/*
 * The life of a case and of an assignment (domain.md "The life of a case"), as data. Pages draw their buttons from
 * these tables and perform.ts enforces them: read src/cases/states.ts, then the files named here.
 */

export const CASE_LIFE: readonly Transition<CaseStatus>[] = [
  ...COURSE_OF_CASE,
  ...WITHDRAWAL,
  ...OVERLAP_OF_CASE,
  ...CALL_BACK,
  ...SUSPENSION,
  ...MERGING,
  ...REDO,
  ...SUPERVISION,
  ...PRESS,
  ...APPEAL,
  ...BESIDE_CASE,
  ...URGENT_CASE,
  ...OWED,
];

export const ASSIGNMENT_LIFE: readonly Transition<AssignmentStatus>[] = [
  ...COURSE_OF_ASSIGNMENT,
  ...EXTERNAL,
  ...EXTENSION,
  ...OVERLAP_OF_ASSIGNMENT,
  ...HANDING_DOWN,
  ...REDO_OF_ASSIGNMENT,
  ...BESIDE_ASSIGNMENT,
  ...URGENT_ASSIGNMENT,
];

export type AnyTransition = Transition<CaseStatus> | Transition<AssignmentStatus>;
