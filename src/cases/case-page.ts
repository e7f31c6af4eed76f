import type { CaseView } from '../../views/cases/case.ts';
import type { Tone } from '../../views/ui/index.ts';
import { fileItems } from '../attachments/items.ts';
import { type AttachmentRow, filesOfCase } from '../attachments/queries.ts';
import { dayOf } from '../calendar/local-time.ts';
import type { Db } from '../db/open.ts';
import { itemById } from '../items/queries.ts';
import type { Actor } from '../people/actor.ts';
import { nameIn, policyAt } from '../policy/policy.ts';
import { identityView } from '../rules/confidentiality.ts';
import { nodePath } from '../trees/queries.ts';
import { besideOf } from './beside/index.ts';
import { assignmentsOf, callbacksOf, callsOf, clocksOf, lastMoveOf, operatorOf } from './case-queries.ts';
import { flagsOf } from './flags.ts';
import { marksOf } from './marks.ts';
import { answerOf, publicAnswer } from './page/answer.ts';
import { citizenView } from './page/citizen.ts';
import { clockView } from './page/clocks.ts';
import { assignmentView, callbackText, callView } from './page/handling.ts';
import { momentOf } from './page/moment.ts';
import { noticesOf } from './page/notices.ts';
import { CASE_TONES, isForAgency, stateSentence } from './page/state.ts';
import type { CaseRow } from './rows.ts';
import { CASE_STATUS } from './states.ts';
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
    flags: flagsOf(given),
    marks: marksOf({ ...given, round: 0 }),
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
    received: momentOf(given.received_at, now),
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
  const files = filesOfCase(db, given.id, { hideCitizens: hidden });
  return {
    attention: attentionOf(db, given),
    text: given.text,
    facts: facts(db, given),
    answer: answerOf(db, given, policy),
    citizen: citizenView(db, actor, given, revealed),
    assignments: assignmentsOf(db, given.id).map((each) => assignmentView(db, given, each, now)),
    beside: besideOf({ db, actor, given, policy, now, forAgency }),
    callbacks: callbacksOf(db, given.id).map((each) => ({
      at: momentOf(each.at, now),
      text: callbackText(hidden ? { ...each, note: '' } : each, given, policy),
    })),
    calls: forAgency ? [] : callsOf(db, given.id).map((call) => callView(call, now)),
    events: streamOf(db, actor, given, { forAgency, files }, now),
    files: fileItems(files, now),
  };
}

/** Acts, notes and notices in one stream, newest first. */
function streamOf(
  db: Db,
  actor: Actor,
  given: CaseRow,
  { forAgency, files }: { forAgency: boolean; files: readonly AttachmentRow[] },
  now: number,
): CaseView['events'] {
  const acts = timelineOf(db, given.id, forAgency).map((event) => ({
    at: momentOf(event.at, now),
    what:
      event.agency && !event.who.startsWith(event.agency)
        ? `${doneWords(event.act)}（${event.agency}）`
        : doneWords(event.act),
    who: event.who,
    note: withFiles(event.why, files.filter((file) => file.event_id === event.id).length),
    tone: EVENT_TONES[event.act] ?? 'neutral',
  }));
  const notices = noticesOf(db, actor, given.id, forAgency, now);
  // What was sent because of an act stands above it.
  return notices.length === 0 ? acts : [...notices, ...acts].sort((a, b) => b.at.at - a.at.at);
}

/** Q-D10: what was sent with an act is part of what happened. */
function withFiles(why: string, files: number): string {
  return files === 0 ? why : `${why}${why ? '\n' : ''}附 ${files} 个文件`;
}

/** The latest act that turned the case back, while it is still where that act put it. */
function attentionOf(db: Db, given: CaseRow): string | null {
  const moved = lastMoveOf(db, given.id);
  if (!moved) return null;
  if (REDONE.has(moved.act) && given.status === 'dispatched')
    return assignmentsOf(db, given.id)[0]?.opinion ?? null;
  const words = TURNED_BACK[moved.act];
  return words ? `${words}${moved.why ? `：${moved.why}` : ''}` : null;
}

/** Q-E2: what the agency was told with the redo; of a confidential case only its reason (redo.ts). */
const REDONE: ReadonlySet<string> = new Set(['verify', 'redo']);

const TURNED_BACK: Readonly<Record<string, string>> = {
  disapprove: '分管领导退回修改',
  send_back: '热线退回补充',
  refuse_return: '退件未获同意，请继续办理',
  recall: '热线收回，等待重新派单',
};

const EVENT_TONES: Readonly<Record<string, Tone>> = {
  receive: 'new',
  dispatch: 'new',
  reject: 'due',
  disapprove: 'due',
  send_back: 'due',
  ask_return: 'due',
  report_overlap: 'due',
  withdraw_case: 'due',
  withdraw_late: 'due',
  verify: 'due',
  approve: 'done',
  close: 'done',
  archive: 'done',
  supervise: 'due',
  demand_again: 'due',
  release: 'done',
  press: 'due',
  redo: 'due',
  auto_press: 'due',
  yellow_card: 'due',
  red_card: 'overdue',
};

function facts(db: Db, given: CaseRow): [string, string][] {
  const rows: [string, string][] = [
    ['便民服务事项', itemById(db, given.item_id)?.name ?? ''],
    ['诉求分类', nodePath(db, 'categories', given.category_id)],
    ['所属区域', nodePath(db, 'areas', given.area_id)],
    ['事发地点', given.place],
    ['首接话务员', operatorOf(db, given.first_operator) ?? ''],
    ['个人信息', given.masked_at === null ? '' : `已过保存期限，于 ${dayOf(given.masked_at)} 抹去`],
    ['原编号', given.source_number ? `${given.source ?? ''} ${given.source_number}` : ''],
  ];
  return rows.filter(([, value]) => value !== '');
}
