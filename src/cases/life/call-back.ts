import { notOwnHandling } from '../../rules/call-back.ts';
import { noSpotCallAtNight } from '../../rules/quiet-hours.ts';
import type { CaseStatus } from '../states.ts';
import type { Transition } from './transition.ts';

/** Beside the call-back: a time that the citizen asked for, and the random look at what is closed (Q-E3). */
export const CALL_BACK: readonly Transition<CaseStatus>[] = [
  {
    act: 'appoint',
    label: '预约回访',
    done: '预约回访',
    from: ['callback'],
    to: [],
    by: ['callback_clerk', 'first_operator'],
    guards: [notOwnHandling],
    effects: [],
  },
  {
    act: 'spot_check',
    label: '登记抽查',
    done: '抽查',
    from: ['closed'],
    to: [],
    by: ['callback_clerk', 'supervisor'],
    awaited: true,
    during: 'spot_check',
    guards: [notOwnHandling, noSpotCallAtNight],
    effects: [],
  },
];
