import { assistsHaveReplied } from '../../rules/assisting-replies.ts';
import type { AssignmentStatus } from '../states.ts';
import type { Transition } from './transition.ts';

/** Whoever writes to outside units for the hotline. */
const WRITERS = ['dispatcher', 'supervisor'] as const;

/**
 * Q-B5: an outside unit has nobody here. The hotline sends it a letter, and keys in what it answers; its own leader
 * has signed that answer, so nobody approves it once more. Its agency's acts are not offered (`unless: 'external'`).
 */
export const EXTERNAL: readonly Transition<AssignmentStatus>[] = [
  {
    act: 'key_in_reply',
    label: '录入外单位答复',
    done: '录入外单位答复',
    from: ['signed'],
    to: ['replied'],
    by: WRITERS,
    only: 'lead',
    during: 'external',
    guards: [assistsHaveReplied],
    effects: [{ meet: 'reply' }, { caseAct: 'receive_reply' }],
  },
  {
    act: 'key_in_advice',
    label: '录入外单位协办意见',
    done: '录入外单位协办意见',
    from: ['signed'],
    to: ['replied'],
    by: WRITERS,
    only: 'assist',
    during: 'external',
    guards: [],
    effects: [{ meet: 'reply' }],
  },
  {
    act: 'send_letter',
    label: '登记发函',
    done: '向外部单位发函',
    from: ['unsigned'],
    to: ['signed'],
    by: WRITERS,
    during: 'external',
    guards: [],
    effects: [{ meet: 'sign' }],
  },
  {
    act: 'send_again',
    label: '登记再次发函',
    done: '再次向外部单位发函',
    from: ['signed'],
    to: [],
    by: WRITERS,
    during: 'external',
    guards: [],
    effects: [],
  },
];
