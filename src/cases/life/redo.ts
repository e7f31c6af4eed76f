import { notOwnHandling } from '../../rules/call-back.ts';
import { somebodyHandledIt } from '../../rules/redo.ts';
import type { AssignmentStatus, CaseStatus } from '../states.ts';
import { AGENCY } from './hats.ts';
import type { Transition } from './transition.ts';

/** 重办 by a supervisor, without a verification before it (Q-E2, Q-E3). */
export const REDO: readonly Transition<CaseStatus>[] = [
  {
    act: 'redo',
    label: '重办',
    done: '责成重办',
    from: ['callback', 'closed'],
    to: ['dispatched'],
    by: ['supervisor'],
    rare: true,
    guards: [somebodyHandledIt, notOwnHandling],
    effects: [{ stop: 'callback' }],
  },
];

/** What the agency owes the citizen with a redo (G-E4). */
export const REDO_OF_ASSIGNMENT: readonly Transition<AssignmentStatus>[] = [
  {
    act: 'fulfil',
    label: '登记致歉或免费',
    done: '登记致歉或免费',
    from: ['signed'],
    to: [],
    by: [...AGENCY, 'section_handler'],
    only: 'lead',
    during: 'redo_owes',
    afterwards: true,
    guards: [],
    effects: [],
  },
];
