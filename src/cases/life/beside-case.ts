import type { CaseStatus } from '../states.ts';
import { AGENCY, HOTLINE, OPEN_CASE } from './hats.ts';
import type { Transition } from './transition.ts';

/** What hangs on a case and never forks its state: corrections, notes, calls. */
export const BESIDE_CASE: readonly Transition<CaseStatus>[] = [
  {
    act: 'correct',
    label: '更正登记',
    done: '更正登记内容',
    from: ['received', 'accepted'],
    to: [],
    by: ['first_operator', 'dispatcher'],
    guards: [],
    effects: [],
  },
  {
    act: 'note',
    label: '加备注',
    done: '备注',
    from: OPEN_CASE,
    to: [],
    by: [...HOTLINE, ...AGENCY, 'section_handler'],
    afterwards: true,
    guards: [],
    effects: [],
  },
  {
    act: 'call',
    label: '登记通话',
    done: '通话记录',
    from: OPEN_CASE,
    to: [],
    by: HOTLINE,
    afterwards: true,
    guards: [],
    effects: [],
  },
];
