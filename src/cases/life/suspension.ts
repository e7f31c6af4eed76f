import type { CaseStatus } from '../states.ts';
import type { Transition } from './transition.ts';

const MAY_WAIT: readonly CaseStatus[] = ['accepted', 'dispatched', 'replied', 'callback', 'verifying'];

/** 挂账 (X-E1): what cannot be solved now waits, is looked at again, and goes on where it stood. */
export const SUSPENSION: readonly Transition<CaseStatus>[] = [
  {
    act: 'suspend',
    label: '挂账',
    done: '挂账',
    from: MAY_WAIT,
    to: ['suspended'],
    by: ['supervisor'],
    rare: true,
    guards: [],
    effects: [{ start: 'review' }],
  },
  {
    act: 'review',
    label: '复核',
    done: '挂账复核，暂不能解决',
    from: ['suspended'],
    to: [],
    by: ['supervisor'],
    guards: [],
    effects: [{ meet: 'review' }, { start: 'review' }],
  },
  {
    act: 'resume',
    label: '恢复办理',
    done: '恢复办理',
    from: ['suspended'],
    to: MAY_WAIT,
    by: ['supervisor'],
    guards: [],
    effects: [{ meet: 'review' }],
  },
];
