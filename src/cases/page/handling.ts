import type { AssignmentView, CaseView } from '../../../views/cases/case.ts';
import type { Tone } from '../../../views/ui/index.ts';
import { exactTime, sayDuration } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import type { Policy } from '../../policy/policy.ts';
import { questionsFor, REACHED, SATISFACTION, SOLVED } from '../acts/call-back.ts';
import { CONTACT_WAYS } from '../acts/contact.ts';
import { CONCLUSIONS, TOLD_HOW } from '../acts/reply.ts';
import {
  type callbacksOf,
  contactsOf,
  operatorOf,
  repliesOf,
  type ShownAssignment,
  type ShownCall,
} from '../case-queries.ts';
import type { CaseRow } from '../rows.ts';
import { ASSIGNMENT_ROLE, type AssignmentStatus, stateOf } from '../states.ts';
import { momentOf } from './moment.ts';

const ASSIGNMENT_TONES: Record<AssignmentStatus, Tone> = {
  unsigned: 'new',
  signed: 'neutral',
  reviewing: 'due',
  replied: 'done',
  returning: 'due',
  returned: 'neutral',
  withdrawn: 'neutral',
};

export function assignmentView(db: Db, given: CaseRow, each: ShownAssignment, now: number): AssignmentView {
  const contacts = contactsOf(db, given.id).filter((contact) => contact.assignment_id === each.id);
  const replies = repliesOf(db, given.id).filter((reply) => reply.assignment_id === each.id);
  return {
    agency: each.agency,
    role: ASSIGNMENT_ROLE[each.role],
    state: stateOf(each),
    tone: ASSIGNMENT_TONES[each.status],
    round: each.round,
    rows: [
      ['派单', exactTime(each.dispatched_at)],
      ['派单意见', each.opinion],
      ['发函', each.letter_sent_at === null ? '' : exactTime(each.letter_sent_at)],
      ['签收', each.signed_at === null ? '' : exactTime(each.signed_at)],
      ['承办科室', each.section],
      ['经办人', each.handler],
    ],
    contacts: contacts.map((contact) => ({
      at: momentOf(contact.at, now),
      text: `${CONTACT_WAYS[contact.how as keyof typeof CONTACT_WAYS] ?? contact.how}，${contact.result}`,
    })),
    replies: replies.map((reply) => ({
      at: momentOf(reply.submitted_at, now),
      by: operatorOf(db, reply.submitted_by) ?? '',
      handling: reply.handling,
      publicReply: reply.public_reply,
      approved: reply.approved_at !== null,
      rows: [
        ['外单位签发', reply.keyed_from],
        ['办理结论', reply.conclusion ? CONCLUSIONS[reply.conclusion] : ''],
        ['复查日期', reply.review_on ?? ''],
        ['告知方式', TOLD_HOW[reply.told_how as keyof typeof TOLD_HOW] ?? ''],
        ['告知时间', reply.told_at === null ? '' : exactTime(reply.told_at)],
        ['咨询电话', reply.office_phone],
        ['联系人', reply.contact_person],
        [
          '领导审核',
          reply.approved_at === null || reply.keyed_from
            ? ''
            : `${operatorOf(db, reply.approved_by) ?? ''} ${exactTime(reply.approved_at)}`,
        ],
      ],
    })),
  };
}

export function callbackText(
  each: ReturnType<typeof callbacksOf>[number],
  given: CaseRow,
  policy: Policy,
): string {
  const answers = JSON.parse(each.answers) as Record<string, string>;
  const extra = questionsFor(policy, given.kind).flatMap((question) => {
    const option = question.options.find((candidate) => candidate.code === answers[question.code]);
    return option ? [`${question.text}${option.text}`] : [];
  });
  return [
    REACHED[each.reached],
    each.contacted ? `承办单位${each.contacted === 'yes' ? '联系过' : '未联系'}` : '',
    each.solved ? SOLVED[each.solved] : '',
    each.satisfaction ? SATISFACTION[each.satisfaction] : '',
    ...extra,
    each.note,
  ]
    .filter(Boolean)
    .join('，');
}

/** C-A1: who spoke with whom, for how long. */
export function callView(call: ShownCall, now: number): CaseView['calls'][number] {
  const lasted = call.endedAt === null ? '' : sayDuration(call.endedAt - call.startedAt);
  const words = [call.direction === 'in' ? '来电' : '去电', call.number].filter(Boolean).join(' ');
  return {
    at: momentOf(call.startedAt, now),
    text: [words, call.operator, lasted].filter(Boolean).join('，'),
    note: call.note,
  };
}
