import type { CaseStatus } from '../states.ts';
import type { Transition } from './transition.ts';

/** H-A3: what cannot be answered now is noted, and answered when it was promised; the answer itself is `answer`. */
export const OWED: readonly Transition<CaseStatus>[] = [
  {
    act: 'owe_answer',
    label: '记欠答复',
    done: '记欠答复',
    from: ['received'],
    to: [],
    by: ['first_operator', 'dispatcher'],
    guards: [],
    effects: [],
  },
];
