import { canBeSupervised, orderIsForLead, releaserDidNotHandle } from '../../rules/supervision.ts';
import type { CaseStatus } from '../states.ts';
import type { Transition } from './transition.ts';

const WITH_AGENCY: readonly CaseStatus[] = [
  ...(['dispatched', 'replied', 'callback', 'verifying', 'suspended'] as const),
];
/** An order outlives the case: it is answered and released also after that has ended, until it is archived. */
const WHILE_IT_STANDS: readonly CaseStatus[] = ['accepted', ...WITH_AGENCY, 'closed', 'withdrawn', 'merged'];

/** 督办 (Q-E4, Q-E5) and what leaders instruct (X-E1): beside the case, whose state they never change. */
export const SUPERVISION: readonly Transition<CaseStatus>[] = [
  {
    act: 'supervise',
    label: '督办',
    done: '下达督办',
    from: WITH_AGENCY,
    to: [],
    by: ['supervisor'],
    unless: 'supervision_open',
    guards: [canBeSupervised],
    effects: [],
  },
  {
    act: 'rectify',
    label: '提交整改报告',
    done: '提交整改报告',
    from: [...WITH_AGENCY, 'closed'],
    to: [],
    by: ['lead_agency'],
    during: 'supervision_issued',
    guards: [orderIsForLead],
    effects: [],
  },
  {
    act: 'demand_again',
    label: '责令再次整改',
    done: '责令再次整改',
    from: [...WITH_AGENCY, 'closed'],
    to: [],
    by: ['supervisor'],
    during: 'supervision_answered',
    tells: 'ordered',
    guards: [releaserDidNotHandle],
    effects: [{ stop: 'supervision' }, { start: 'supervision' }],
  },
  {
    act: 'release',
    label: '解除督办',
    done: '认可整改，解除督办',
    from: WHILE_IT_STANDS,
    to: [],
    by: ['supervisor'],
    during: 'supervision_answered',
    awaited: true,
    tells: 'ordered',
    guards: [releaserDidNotHandle],
    effects: [{ meet: 'supervision' }],
  },
  {
    act: 'revoke',
    label: '撤销督办',
    done: '撤销督办',
    from: WHILE_IT_STANDS,
    to: [],
    by: ['supervisor'],
    during: 'supervision_issued',
    tells: 'ordered',
    guards: [releaserDidNotHandle],
    effects: [{ stop: 'supervision' }],
  },
  {
    act: 'instruct',
    label: '批示',
    done: '领导批示',
    from: WHILE_IT_STANDS,
    to: [],
    by: ['leader'],
    tells: 'lead',
    guards: [],
    effects: [],
  },
  {
    act: 'record_instruction',
    label: '登记领导批示',
    done: '登记领导批示',
    from: ['received', ...WHILE_IT_STANDS],
    to: [],
    by: ['supervisor'],
    afterwards: true,
    tells: 'lead',
    guards: [],
    effects: [],
  },
];
