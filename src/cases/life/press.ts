import { notJustPressed } from '../../rules/press.ts';
import type { CaseStatus } from '../states.ts';
import { HOTLINE } from './hats.ts';
import type { Transition } from './transition.ts';

/** 催办 (C-B1). */
export const PRESS: readonly Transition<CaseStatus>[] = [
  {
    act: 'press',
    label: '催办',
    done: '催办',
    from: ['dispatched'],
    to: [],
    by: HOTLINE,
    tells: 'pressed',
    guards: [notJustPressed],
    effects: [],
  },
];
