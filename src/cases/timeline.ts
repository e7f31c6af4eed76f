import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { REACHED, SATISFACTION, SOLVED } from './acts/call-back.ts';
import { VERIFICATION_METHODS } from './acts/verify.ts';
import { callbacksOf } from './case-queries.ts';
import { ASSIGNMENT_LIFE, CASE_LIFE } from './lifecycle.ts';
import type { EventRow } from './rows.ts';

const DONE: ReadonlyMap<string, string> = new Map([
  ['receive', '登记'],
  ['import', '导入历史工单'],
  ['imported_reply', '原系统答复'],
  ['calendar_moved', '工作日历调整，时限重新计算'],
  ['add_to_order', '并入督办'],
  ['yellow_card', '黄牌预警'],
  ['red_card', '红牌警示'],
  ['auto_press', '系统催办'],
  ['citizen_rating', '诉求人评价'],
  ['citizen_sms', '诉求人短信'],
  ['mask', '抹去个人信息'],
  ...CASE_LIFE.map((each) => [each.act, each.done] as const),
  ...ASSIGNMENT_LIFE.map((each) => [each.act, each.done] as const),
]);

/** The verb on the button of an act. */
export function labelOf(act: string): string {
  return [...CASE_LIFE, ...ASSIGNMENT_LIFE].find((each) => each.act === act)?.label ?? act;
}

/** What the timeline says was done; an act that the program no longer knows is shown as it is. */
export function doneWords(act: string): string {
  return DONE.get(act) ?? act;
}

export type TimelineEvent = Pick<
  EventRow,
  'id' | 'at' | 'who' | 'act' | 'why' | 'to_status' | 'assignment_id'
> & {
  agency: string | null;
};

const EVENTS = `SELECT e.id, e.at, e.who, e.act, e.why, e.to_status, e.assignment_id, a.short_name AS agency,
    e.detail ->> '$.by' AS side
  FROM events e LEFT JOIN assignments s ON s.id = e.assignment_id LEFT JOIN agencies a ON a.id = s.agency_id
  WHERE e.case_id = ? ORDER BY e.id DESC`;
const CONFIDENTIAL = 'SELECT confidential FROM cases WHERE id = ?';

/**
 * Everything that was done to a case, newest first. C-M1: an agency reads neither calls nor the hotline's notes, for
 * operators write of the caller there. Q-A7: of a confidential case it reads only that the hotline corrected, called
 * back or verified, and in fixed words what came of it; what the hotline writes to the agency stays.
 */
export function timelineOf(db: Db, caseId: number, forAgency: boolean): TimelineEvent[] {
  const events = prepared(db, EVENTS).all(caseId) as (TimelineEvent & { side: string | null })[];
  if (!forAgency) return events;
  const readable = events.filter(
    ({ act, side }) => !OF_THE_HOTLINE.has(act) && (act !== 'note' || side === 'agency'),
  );
  if (prepared(db, CONFIDENTIAL).pluck().get(caseId) !== 1) return readable;
  const fixed = fixedWords(db, caseId);
  return readable.map((event) =>
    OF_THE_CITIZEN.has(event.act) ? { ...event, why: fixed.get(`${event.act} ${event.at}`) ?? '' } : event,
  );
}

/** What the hotline does with others than the agency, and what it owes the caller. */
const OF_THE_HOTLINE: ReadonlySet<string> = new Set([
  'call',
  'citizen_sms',
  'contact_told',
  'report_up',
  'owe_answer',
  'appoint',
  'spot_check',
  'merge',
  'move_along',
  'follow',
  'part',
  'unmerge',
  'link',
  'unlink',
]);

/** Acts in which the hotline writes of the citizen, or repeats what they said. */
const OF_THE_CITIZEN: ReadonlySet<string> = new Set([
  'accept',
  'answer',
  'reject',
  'overrule',
  'correct',
  'make_urgent',
  'make_emergency',
  'call_back',
  'verify',
  'suspend',
  'review',
  'resume',
  'redo',
  'propose_exemption',
  'withdraw_case',
  'withdraw_late',
  'relay_extension',
]);

const VERIFICATIONS = 'SELECT at, method, agency_responsible AS fault FROM verifications WHERE case_id = ?';

/** What came of call-backs and verifications without a word of anybody's, by act and moment. */
function fixedWords(db: Db, caseId: number): ReadonlyMap<string, string> {
  const verified = prepared(db, VERIFICATIONS).all(caseId) as {
    at: number;
    method: keyof typeof VERIFICATION_METHODS;
    fault: number;
  }[];
  return new Map([
    ...callbacksOf(db, caseId).map((each): [string, string] => [`call_back ${each.at}`, callbackWords(each)]),
    ...verified.map((each): [string, string] => [
      `verify ${each.at}`,
      `${VERIFICATION_METHODS[each.method]}，${each.fault ? '属承办单位责任，重办' : '不属承办单位责任'}`,
    ]),
  ]);
}

function callbackWords(each: ReturnType<typeof callbacksOf>[number]): string {
  const words = [
    REACHED[each.reached],
    each.contacted ? `承办单位${each.contacted === 'yes' ? '联系过' : '未联系'}诉求人` : '',
    each.solved ? SOLVED[each.solved] : '',
    each.satisfaction ? SATISFACTION[each.satisfaction] : '',
  ];
  return words.filter(Boolean).join('，');
}
