import { leadIsStillHandling, settlerIsNotReporter } from '../../rules/overlap.ts';
import type { AssignmentStatus, CaseStatus } from '../states.ts';
import { AGENCY } from './hats.ts';
import type { Transition } from './transition.ts';

/** Q-C4: found out during handling that powers overlap: the hotline is told at once. */
export const OVERLAP_OF_ASSIGNMENT: readonly Transition<AssignmentStatus>[] = [
  {
    act: 'report_overlap',
    label: '报告职责交叉',
    done: '报告职责交叉',
    from: ['unsigned', 'signed', 'reviewing', 'returning'],
    to: [],
    by: [...AGENCY, 'section_handler'],
    unless: ['overlap', 'external'],
    guards: [],
    effects: [],
  },
];

/** Q-C4, Q-B2: the dispatcher decides, and may add an agency that assists. */
export const OVERLAP_OF_CASE: readonly Transition<CaseStatus>[] = [
  {
    act: 'settle_overlap',
    label: '处理职责交叉',
    done: '处理职责交叉',
    from: ['dispatched'],
    to: [],
    by: ['dispatcher'],
    during: 'overlap',
    awaited: true,
    guards: [settlerIsNotReporter],
    effects: [],
  },
  {
    act: 'add_assist',
    label: '增派协办',
    done: '增派协办单位',
    from: ['dispatched'],
    to: [],
    by: ['dispatcher'],
    guards: [leadIsStillHandling],
    effects: [],
  },
];
