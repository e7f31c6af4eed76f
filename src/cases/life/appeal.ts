import { confirmedByAnother, notYetExempt } from '../../rules/appeal.ts';
import type { CaseStatus } from '../states.ts';
import type { Transition } from './transition.ts';

const ANSWERED: readonly CaseStatus[] = ['replied', 'callback', 'verifying', 'closed'];
/** What was asked is decided wherever the case has gone meanwhile, until it is archived. */
const UNTIL_ARCHIVED: readonly CaseStatus[] = [
  ...ANSWERED,
  ...(['accepted', 'dispatched', 'suspended', 'withdrawn', 'merged'] as const),
];

/** 申诉 and 不计入考核 (X-E1): asked by the agency, taken up by one, decided by another. */
export const APPEAL: readonly Transition<CaseStatus>[] = [
  {
    act: 'appeal',
    label: '申诉',
    done: '提出申诉',
    from: ['dispatched', ...ANSWERED],
    to: [],
    by: ['agency_leader'],
    unless: 'appeal_open',
    guards: [notYetExempt],
    effects: [],
  },
  {
    act: 'propose_exemption',
    label: '提请不计入考核',
    done: '提请不计入考核',
    from: UNTIL_ARCHIVED,
    to: [],
    by: ['supervisor'],
    unless: 'appeal_proposed',
    guards: [notYetExempt],
    effects: [],
  },
  {
    act: 'confirm_exemption',
    label: '确认不计入考核',
    done: '确认不计入考核',
    from: UNTIL_ARCHIVED,
    to: [],
    by: ['supervisor', 'dispatcher'],
    during: 'appeal_proposed',
    guards: [confirmedByAnother],
    effects: [],
  },
  {
    act: 'refuse_appeal',
    label: '驳回申诉',
    done: '驳回，照常计入考核',
    from: UNTIL_ARCHIVED,
    to: [],
    by: ['supervisor'],
    during: 'appeal_open',
    guards: [],
    effects: [],
  },
];
