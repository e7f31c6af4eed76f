import type { ClockKind } from '../cases/states.ts';
import type { Audience } from './audiences.ts';

/** When, seen from a clock: `last_ask` is the last moment at which an extension can still be asked for (Q-D8). */
export type Moment = 'start' | 'after_start' | 'before_due' | 'after_due' | 'daily' | 'before_last_ask';

export type Occasion = {
  /** As the administrator chooses it. */
  name: string;
  /** A moment of an open clock; acts on the case or assignment, done by whomever; or contacts that have to be told. */
  at: { clock: ClockKind; moment: Moment } | { acts: readonly string[] } | { contacts: true };
  to: readonly Audience[];
};

const AGENCY = ['handler', 'agency_duty', 'agency_leader', 'supervisor', 'dispatcher'] as const;
const HOTLINE = ['dispatcher', 'supervisor'] as const;

/** Everything that can be spoken of (Q-F1, Q-F2, Q-A5, Q-A6, C-B1). What is said, to whom and how is policy. */
export const OCCASIONS = {
  dispatched: { name: '新派工单', at: { clock: 'sign', moment: 'start' }, to: AGENCY },
  sign_after_start: { name: '派单后尚未签收', at: { clock: 'sign', moment: 'after_start' }, to: AGENCY },
  sign_before_due: { name: '签收到期前', at: { clock: 'sign', moment: 'before_due' }, to: AGENCY },
  sign_after_due: { name: '签收超期后', at: { clock: 'sign', moment: 'after_due' }, to: AGENCY },
  sign_daily: { name: '签收超期后每个工作日', at: { clock: 'sign', moment: 'daily' }, to: AGENCY },
  contact_before_due: {
    name: '首次联系到期前',
    at: { clock: 'first_contact', moment: 'before_due' },
    to: AGENCY,
  },
  contact_after_due: {
    name: '首次联系超期后',
    at: { clock: 'first_contact', moment: 'after_due' },
    to: AGENCY,
  },
  reply_before_due: { name: '办理到期前', at: { clock: 'reply', moment: 'before_due' }, to: AGENCY },
  reply_before_last_ask: {
    name: '可申请延期的时限截止前',
    at: { clock: 'reply', moment: 'before_last_ask' },
    to: AGENCY,
  },
  reply_after_due: { name: '办理超期后', at: { clock: 'reply', moment: 'after_due' }, to: AGENCY },
  reply_daily: { name: '办理超期后每个工作日', at: { clock: 'reply', moment: 'daily' }, to: AGENCY },
  supervised: { name: '下达督办', at: { clock: 'supervision', moment: 'start' }, to: AGENCY },
  supervision_after_start: {
    name: '下达督办后',
    at: { clock: 'supervision', moment: 'after_start' },
    to: AGENCY,
  },
  supervision_before_due: {
    name: '督办整改到期前',
    at: { clock: 'supervision', moment: 'before_due' },
    to: AGENCY,
  },
  supervision_after_due: {
    name: '督办整改超期后',
    at: { clock: 'supervision', moment: 'after_due' },
    to: AGENCY,
  },
  supervision_daily: {
    name: '督办整改超期后每个工作日',
    at: { clock: 'supervision', moment: 'daily' },
    to: AGENCY,
  },
  accept_after_due: { name: '受理超期后', at: { clock: 'accept', moment: 'after_due' }, to: HOTLINE },
  dispatch_after_due: { name: '派单超期后', at: { clock: 'dispatch', moment: 'after_due' }, to: HOTLINE },
  callback_after_due: {
    name: '回访超期后',
    at: { clock: 'callback', moment: 'after_due' },
    to: ['callback_clerk', 'first_operator', 'supervisor'],
  },
  pressed: { name: '人工催办', at: { acts: ['press'] }, to: AGENCY },
  instructed: { name: '领导批示', at: { acts: ['instruct', 'record_instruction'] }, to: AGENCY },
  return_refused: { name: '退件申请未获同意', at: { acts: ['refuse_return'] }, to: AGENCY },
  reply_to_approve: {
    name: '答复待分管领导审核',
    at: { acts: ['submit', 'advise'] },
    to: ['agency_leader'],
  },
  reply_disapproved: {
    name: '分管领导退回修改',
    at: { acts: ['disapprove'] },
    to: ['handler', 'agency_duty'],
  },
  reply_sent_back: { name: '热线退回补充', at: { acts: ['reopen'] }, to: AGENCY },
  extension_to_agree: { name: '延期待分管领导同意', at: { acts: ['ask_extension'] }, to: ['agency_leader'] },
  extension_to_judge: { name: '延期待热线批准', at: { acts: ['agree_extension'] }, to: HOTLINE },
  extension_granted: { name: '延期已批准', at: { acts: ['grant_extension'] }, to: AGENCY },
  extension_refused: {
    name: '延期未获同意',
    at: { acts: ['decline_extension', 'refuse_extension'] },
    to: AGENCY,
  },
  return_to_judge: { name: '退件待审核', at: { acts: ['ask_return'] }, to: HOTLINE },
  overlap_to_settle: { name: '职责交叉待处理', at: { acts: ['report_overlap'] }, to: HOTLINE },
  withdrawn: { name: '热线收回派单', at: { acts: ['withdraw', 'waive'] }, to: AGENCY },
  rectify_again: { name: '责令再次整改', at: { acts: ['demand_again'] }, to: AGENCY },
  released: { name: '解除督办', at: { acts: ['release', 'revoke'] }, to: AGENCY },
  contacts: { name: '紧急、突发事件须告知联系人', at: { contacts: true }, to: ['contact'] },
  citizen_accepted: { name: '受理（告知诉求人）', at: { acts: ['accept'] }, to: ['citizen'] },
  citizen_concluded: { name: '答复办结（告知诉求人）', at: { acts: ['pass', 'follow'] }, to: ['citizen'] },
  citizen_answered: { name: '当场答复（告知诉求人）', at: { acts: ['answer'] }, to: ['citizen'] },
} as const satisfies Record<string, Occasion>;

export type OccasionCode = keyof typeof OCCASIONS;

export function occasionOf(code: OccasionCode): Occasion {
  return OCCASIONS[code];
}

/** Whether it follows the start of a limit: a limit that moves has begun no second time. */
export function isFromStart(code: OccasionCode): boolean {
  const { at } = occasionOf(code);
  return 'clock' in at && (at.moment === 'start' || at.moment === 'after_start');
}

/** What a message is about, however long before or after: 签收超期, where the rule is chosen as 签收超期后. */
export function topicOf(code: OccasionCode): string {
  return OCCASIONS[code].name.replace(/后(?:每个工作日)?$/, '');
}
