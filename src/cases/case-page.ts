import type { AssignmentView, CaseView, Citizen } from '../../views/cases/case.ts';
import type { Moment } from '../../views/cases/queue.ts';
import type { Clock, Tone } from '../../views/ui/index.ts';
import { fileItems } from '../attachments/items.ts';
import { filesOfCase } from '../attachments/queries.ts';
import { calendarOf } from '../calendar/current.ts';
import type { WorkingCalendar } from '../calendar/types.ts';
import { exactTime, sayDuration, sayRemaining, sayTime } from '../calendar/words.ts';
import { maskName } from '../citizens/mask.ts';
import { formatPhone, maskPhone } from '../citizens/phone.ts';
import type { Db } from '../db/open.ts';
import { type Actor, hasRole } from '../people/actor.ts';
import { nameIn, type Policy, policyAt } from '../policy/policy.ts';
import { identityView } from '../rules/confidentiality.ts';
import { nodePath } from '../trees/queries.ts';
import { questionsFor, REACHED, SATISFACTION, SOLVED } from './acts/call-back.ts';
import { CONTACT_WAYS } from './acts/contact.ts';
import { CONCLUSIONS, TOLD_HOW } from './acts/reply.ts';
import { besideOf } from './beside/index.ts';
import {
  assignmentsOf,
  callbacksOf,
  callsOf,
  citizenOf,
  clocksOf,
  contactsOf,
  lastMoveOf,
  operatorOf,
  repliesOf,
  type ShownAssignment,
  type ShownCall,
} from './case-queries.ts';
import { runningClock, toneOf } from './clock-words.ts';
import type { CaseRow, ClockRow } from './rows.ts';
import {
  ASSIGNMENT_ROLE,
  ASSIGNMENT_STATUS,
  type AssignmentStatus,
  CASE_STATUS,
  type CaseStatus,
  CLOCKS,
} from './states.ts';
import { doneWords, timelineOf } from './timeline.ts';
import { sightOf } from './visible.ts';

/**
 * Everything the page of a case shows to this person, in words. Who sees only the headline is given nothing else,
 * so that no view can show it. `revealed` shows the identity in full.
 */
export function caseView(db: Db, actor: Actor, given: CaseRow, now: number, revealed = false): CaseView {
  const headline = headlineView(db, actor, given, now);
  return sightOf(db, actor, given) === 'whole'
    ? { ...headline, ...wholeView(db, actor, given, now, revealed), headlineOnly: false }
    : headline;
}

function headlineView(db: Db, actor: Actor, given: CaseRow, now: number): CaseView {
  const policy = policyAt(db, given.received_at);
  const assignments = assignmentsOf(db, given.id);
  return {
    id: given.id,
    number: given.number,
    headline: given.headline,
    flags: {
      urgent: given.urgent === 1,
      emergency: given.emergency === 1,
      confidential: given.confidential === 1,
      anonymous: given.anonymous === 1,
    },
    state: {
      tone: CASE_TONES[given.status],
      name: CASE_STATUS[given.status].name,
      sentence: stateSentence(db, actor, given, assignments, policy, now),
    },
    sub: [
      nameIn(policy.kinds, given.kind),
      nameIn(policy.channels, given.channel),
      given.round > 0 ? `第 ${given.round} 次重办` : '',
    ]
      .filter(Boolean)
      .join('　'),
    received: moment(given.received_at, now),
    clocks: clocksOf(db, given.id).map((clock) => clockView(db, clock, assignments, policy, now)),
    answer: publicAnswer(db, given),
    attention: null,
    headlineOnly: true,
    text: '',
    facts: [],
    citizen: null,
    assignments: [],
    beside: [],
    callbacks: [],
    calls: [],
    events: [],
    files: [],
  };
}

function wholeView(db: Db, actor: Actor, given: CaseRow, now: number, revealed: boolean): Partial<CaseView> {
  const policy = policyAt(db, given.received_at);
  const hidden = identityView(given.confidential === 1, actor.roles) === 'hidden';
  const forAgency = hidden || isForAgency(actor);
  return {
    attention: attentionOf(db, given),
    text: given.text,
    facts: facts(db, given),
    answer: answerOf(db, given, policy),
    citizen: citizenView(db, actor, given, revealed),
    assignments: assignmentsOf(db, given.id).map((each) => assignmentView(db, given, each, now)),
    beside: besideOf({ db, actor, given, policy, now, forAgency }),
    callbacks: callbacksOf(db, given.id).map((each) => ({
      at: moment(each.at, now),
      text: callbackText(hidden ? { ...each, note: '' } : each, given, policy),
    })),
    calls: forAgency ? [] : callsOf(db, given.id).map((call) => callView(call, now)),
    events: timelineOf(db, given.id, forAgency).map((event) => ({
      at: moment(event.at, now),
      what:
        event.agency && !event.who.startsWith(event.agency)
          ? `${doneWords(event.act)}（${event.agency}）`
          : doneWords(event.act),
      who: event.who,
      note: event.why,
      tone: EVENT_TONES[event.act] ?? 'neutral',
    })),
    files: fileItems(filesOfCase(db, given.id, { hideCitizens: hidden }), now),
  };
}

/** The latest act that turned the case back, while it is still where that act put it. */
function attentionOf(db: Db, given: CaseRow): string | null {
  const moved = lastMoveOf(db, given.id);
  const words = moved && TURNED_BACK[moved.act];
  return words ? `${words}${moved.why ? `：${moved.why}` : ''}` : null;
}

const TURNED_BACK: Readonly<Record<string, string>> = {
  disapprove: '分管领导退回修改',
  send_back: '热线退回补充',
  refuse_return: '退件未获同意，请继续办理',
  recall: '热线收回，等待重新派单',
};

const CASE_TONES: Record<CaseStatus, Tone> = {
  received: 'new',
  rejected: 'neutral',
  answered: 'done',
  accepted: 'new',
  dispatched: 'neutral',
  replied: 'due',
  callback: 'due',
  verifying: 'due',
  closed: 'done',
  archived: 'done',
  withdrawn: 'neutral',
  merged: 'neutral',
  suspended: 'due',
};

const ASSIGNMENT_TONES: Record<AssignmentStatus, Tone> = {
  unsigned: 'new',
  signed: 'neutral',
  reviewing: 'due',
  replied: 'done',
  returning: 'due',
  returned: 'neutral',
  withdrawn: 'neutral',
};

const EVENT_TONES: Readonly<Record<string, Tone>> = {
  receive: 'new',
  dispatch: 'new',
  reject: 'due',
  disapprove: 'due',
  send_back: 'due',
  ask_return: 'due',
  verify: 'due',
  approve: 'done',
  close: 'done',
  archive: 'done',
};

/** "城管局办理中，答复 剩 2 个工作日". */
function stateSentence(
  db: Db,
  actor: Actor,
  given: CaseRow,
  assignments: readonly ShownAssignment[],
  policy: Policy,
  now: number,
): string {
  const lead = assignments.find((each) => each.role !== 'assist' && each.status !== 'withdrawn');
  const who =
    given.status === 'dispatched' && lead ? `${lead.agency}${ASSIGNMENT_STATUS[lead.status].name}` : '';
  const next = nextClock(db, actor, given, assignments);
  const clock = next && runningClock(calendarOf(db, policy), next.kind, next.due_at, now);
  const other = next && assignments.find((each) => each.id === next.assignment_id && each.id !== lead?.id);
  const until = clock ? `${other?.agency ?? ''}${clock.text}（${sayTime(next.due_at, now)} 前）` : '';
  const ended =
    given.closed_at === null
      ? ''
      : `${sayTime(given.closed_at, now)}，${OUTCOMES[given.outcome ?? ''] ?? ''}`;
  return [who, until, ended].filter(Boolean).join('，');
}

/** The duty that runs out first: an agency reads of its own, the hotline of anybody's. */
function nextClock(
  db: Db,
  actor: Actor,
  given: CaseRow,
  assignments: readonly ShownAssignment[],
): ClockRow | undefined {
  const ours = new Set(assignments.filter((each) => isWith(actor, each)).map((each) => each.id));
  return clocksOf(db, given.id)
    .filter((clock) => CLOCKS[clock.kind].duty && clock.met_at === null && clock.stopped_at === null)
    .filter((clock) => !isForAgency(actor) || ours.has(clock.assignment_id ?? 0))
    .sort((a, b) => a.due_at - b.due_at)[0];
}

/** Given to the reader's agency, or handed down to their section. */
function isWith(actor: Actor, { agency_id, section_id }: ShownAssignment): boolean {
  return actor.agencyIds.has(agency_id) || (section_id !== null && actor.agencyIds.has(section_id));
}

function isForAgency(actor: Actor): boolean {
  return !hasRole(actor, 'operator', 'dispatcher', 'callback_clerk', 'supervisor', 'inspector');
}

const OUTCOMES: Readonly<Record<string, string>> = {
  answered: '当场答复',
  rejected: '不予受理',
  satisfied: '回访满意，办结',
  not_responsible: '核实不属承办单位责任，办结',
  unreachable: '多次回访未接通，办结',
  published: '答复已公开，办结',
  imported: '历史工单',
};

function facts(db: Db, given: CaseRow): [string, string][] {
  const rows: [string, string][] = [
    ['诉求分类', nodePath(db, 'categories', given.category_id)],
    ['所属区域', nodePath(db, 'areas', given.area_id)],
    ['事发地点', given.place],
    ['首接话务员', operatorOf(db, given.first_operator) ?? ''],
    ['原编号', given.source_number ? `${given.source ?? ''} ${given.source_number}` : ''],
  ];
  return rows.filter(([, value]) => value !== '');
}

function answerOf(db: Db, given: CaseRow, policy: Policy): CaseView['answer'] {
  if (given.rejection_reason) {
    const reason = policy.rejectionReasons.find((each) => each.code === given.rejection_reason);
    const rows: [string, string][] = [
      ['说明', reason?.explanation ?? ''],
      ['转介电话', reason?.referral ?? ''],
    ];
    return {
      title: `不予受理：${reason?.name ?? given.rejection_reason}`,
      text: reason?.guidance ?? '',
      rows: rows.filter(([, value]) => value),
    };
  }
  return given.answer ? { title: '答复内容', text: given.answer, rows: [] } : publicAnswer(db, given);
}

/** The lead's approved text, once the hotline has checked it. */
function publicAnswer(db: Db, given: CaseRow): CaseView['answer'] {
  const lead = repliesOf(db, given.id).find((reply) => reply.approved_at !== null && reply.public_reply);
  return lead && ['callback', 'verifying', 'closed', 'archived'].includes(given.status)
    ? { title: '公开答复', text: lead.public_reply, rows: [] }
    : null;
}

/** Q-A7, C-M1: masked by default; hidden from agencies where the citizen asked for it. */
function citizenView(db: Db, actor: Actor, given: CaseRow, revealed: boolean): Citizen | null {
  const citizen = citizenOf(db, given.id);
  if (!citizen) return null;
  if (identityView(given.confidential === 1, actor.roles) === 'hidden') {
    return { rows: null, canReveal: false, revealed: false };
  }
  const { name, phone, extension, address } = citizen;
  const told: [string, string, () => string][] = [
    ['姓名', name, () => maskName(name)],
    ['电话', phone && formatPhone(phone, extension || null), () => maskPhone(phone)],
    ['住址', address, () => '已隐藏'],
  ];
  const shown = told
    .filter(([, value]) => value !== '')
    .map(([term, value, mask]): [string, string] => [term, revealed ? value : mask()]);
  return { rows: shown, canReveal: shown.length > 0 && !revealed, revealed };
}

function assignmentView(db: Db, given: CaseRow, each: ShownAssignment, now: number): AssignmentView {
  const contacts = contactsOf(db, given.id).filter((contact) => contact.assignment_id === each.id);
  const replies = repliesOf(db, given.id).filter((reply) => reply.assignment_id === each.id);
  return {
    agency: each.agency,
    role: ASSIGNMENT_ROLE[each.role],
    state: ASSIGNMENT_STATUS[each.status].name,
    tone: ASSIGNMENT_TONES[each.status],
    round: each.round,
    rows: [
      ['派单', exactTime(each.dispatched_at)],
      ['派单意见', each.opinion],
      ['签收', each.signed_at === null ? '' : exactTime(each.signed_at)],
      ['承办科室', each.section],
      ['经办人', each.handler],
    ],
    contacts: contacts.map((contact) => ({
      at: moment(contact.at, now),
      text: `${CONTACT_WAYS[contact.how as keyof typeof CONTACT_WAYS] ?? contact.how}，${contact.result}`,
    })),
    replies: replies.map((reply) => ({
      at: moment(reply.submitted_at, now),
      by: operatorOf(db, reply.submitted_by) ?? '',
      handling: reply.handling,
      publicReply: reply.public_reply,
      approved: reply.approved_at !== null,
      rows: [
        ['办理结论', reply.conclusion ? CONCLUSIONS[reply.conclusion] : ''],
        ['告知方式', TOLD_HOW[reply.told_how as keyof typeof TOLD_HOW] ?? ''],
        ['告知时间', reply.told_at === null ? '' : exactTime(reply.told_at)],
        ['咨询电话', reply.office_phone],
        ['联系人', reply.contact_person],
        [
          '领导审核',
          reply.approved_at === null
            ? ''
            : `${operatorOf(db, reply.approved_by) ?? ''} ${exactTime(reply.approved_at)}`,
        ],
      ],
    })),
  };
}

function callbackText(each: ReturnType<typeof callbacksOf>[number], given: CaseRow, policy: Policy): string {
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
function callView(call: ShownCall, now: number): CaseView['calls'][number] {
  const lasted = call.endedAt === null ? '' : sayDuration(call.endedAt - call.startedAt);
  const words = [call.direction === 'in' ? '来电' : '去电', call.number].filter(Boolean).join(' ');
  return {
    at: moment(call.startedAt, now),
    text: [words, call.operator, lasted].filter(Boolean).join('，'),
    note: call.note,
  };
}

function clockView(
  db: Db,
  clock: ClockRow,
  assignments: readonly ShownAssignment[],
  policy: Policy,
  now: number,
): Clock {
  const agency = assignments.find((each) => each.id === clock.assignment_id)?.agency;
  const end = clock.met_at ?? clock.stopped_at ?? now;
  const span = Math.max(1, clock.due_at - clock.started_at);
  return {
    label: agency ? `${CLOCKS[clock.kind].name}（${agency}）` : CLOCKS[clock.kind].name,
    startedText: sayTime(clock.started_at, now),
    dueText: sayTime(clock.due_at, now),
    share: ((end - clock.started_at) / span) * 100,
    why: clock.why,
    ...clockState(clock, calendarOf(db, policy), now),
  };
}

function clockState(
  clock: ClockRow,
  calendar: WorkingCalendar,
  now: number,
): Pick<Clock, 'tone' | 'metText' | 'text'> {
  if (clock.met_at !== null) {
    const late = clock.met_at > clock.due_at;
    return { tone: late ? 'overdue' : 'met', metText: late ? '超期完成' : '按时完成' };
  }
  if (clock.stopped_at !== null) return { tone: 'met', metText: '已停止' };
  // A right that has run out is nobody's delay.
  if (!CLOCKS[clock.kind].duty && now > clock.due_at) return { tone: 'none', metText: '时限已过' };
  return {
    tone: toneOf(calendar, clock.due_at, now),
    metText: null,
    text: sayRemaining(calendar, clock.due_at, now),
  };
}

function moment(at: number, now: number): Moment {
  return { at, text: sayTime(at, now), exact: exactTime(at) };
}
