import { ASSIGNMENT_STATUS, type AssignmentStatus, type CaseStatus } from '../states.ts';
import { AGENCY, OPEN_CASE } from './hats.ts';
import type { Transition } from './transition.ts';

/** Whoever sits at the hotline's desk when something urgent comes up. */
const ON_DUTY = ['operator', 'dispatcher', 'supervisor'] as const;

const BEFORE_REPLY: readonly CaseStatus[] = ['received', 'accepted', 'dispatched'];

const OPEN_ASSIGNMENT = (Object.keys(ASSIGNMENT_STATUS) as AssignmentStatus[]).filter(
  (status) => ASSIGNMENT_STATUS[status].open,
);

/** What is urgent, an emergency or of importance, on the case (Q-A5, Q-A6, G-A3). */
export const URGENT_CASE: readonly Transition<CaseStatus>[] = [
  {
    act: 'make_urgent',
    label: '转为紧急',
    done: '转为紧急',
    from: BEFORE_REPLY,
    to: [],
    by: ['first_operator', 'dispatcher', 'supervisor'],
    unless: 'urgent',
    guards: [],
    effects: [],
  },
  {
    act: 'make_emergency',
    label: '转为突发事件',
    done: '转为突发事件',
    from: BEFORE_REPLY,
    to: [],
    by: ['first_operator', 'dispatcher', 'supervisor'],
    unless: 'emergency',
    guards: [],
    effects: [],
  },
  {
    act: 'contact_told',
    label: '登记通知应急联系人',
    done: '通知应急联系人',
    from: OPEN_CASE,
    to: [],
    by: ON_DUTY,
    afterwards: true,
    during: 'emergency_contact',
    guards: [],
    effects: [],
  },
  {
    act: 'report_up',
    label: '要事上报',
    done: '要事上报',
    from: OPEN_CASE,
    to: [],
    by: ['first_operator', 'dispatcher', 'supervisor'],
    afterwards: true,
    guards: [],
    effects: [],
  },
];

/** And on an agency's assignment. */
export const URGENT_ASSIGNMENT: readonly Transition<AssignmentStatus>[] = [
  {
    act: 'phone_told',
    label: '登记电话通知',
    done: '电话通知承办单位',
    from: OPEN_ASSIGNMENT,
    to: [],
    by: ON_DUTY,
    afterwards: true,
    during: 'must_phone',
    guards: [],
    effects: [],
  },
  {
    act: 'phone_failed',
    label: '登记电话未接通',
    done: '电话通知承办单位，未接通',
    from: OPEN_ASSIGNMENT,
    to: [],
    by: ON_DUTY,
    afterwards: true,
    during: 'must_phone',
    guards: [],
    effects: [],
  },
  {
    act: 'contain',
    label: '登记先期处置',
    done: '先期处置',
    from: ['unsigned', 'signed'],
    to: [],
    by: [...AGENCY, 'section_handler'],
    afterwards: true,
    during: 'emergency',
    guards: [],
    effects: [],
  },
];
