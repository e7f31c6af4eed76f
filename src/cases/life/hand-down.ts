import type { AssignmentStatus } from '../states.ts';
import { AGENCY } from './hats.ts';
import type { Transition } from './transition.ts';

/** Q-B4: handed down within the agency, which stays answerable. */
export const HANDING_DOWN: readonly Transition<AssignmentStatus>[] = [
  {
    act: 'hand_down',
    label: '转交办理',
    done: '转交科室或经办人',
    from: ['signed'],
    to: [],
    by: AGENCY,
    unless: 'external',
    guards: [],
    effects: [],
  },
];
