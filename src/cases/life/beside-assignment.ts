import type { AssignmentStatus } from '../states.ts';
import type { Transition } from './transition.ts';

/** What hangs on an assignment and never forks its state. */
export const BESIDE_ASSIGNMENT: readonly Transition<AssignmentStatus>[] = [];
