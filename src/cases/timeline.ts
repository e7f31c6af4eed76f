import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { ASSIGNMENT_LIFE, CASE_LIFE } from './lifecycle.ts';
import type { EventRow } from './rows.ts';

const DONE: ReadonlyMap<string, string> = new Map([
  ['receive', '登记'],
  ['import', '导入历史工单'],
  ['imported_reply', '原系统答复'],
  ...CASE_LIFE.map((each) => [each.act, each.done] as const),
  ...ASSIGNMENT_LIFE.map((each) => [each.act, each.done] as const),
]);

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

const EVENTS = `SELECT e.id, e.at, e.who, e.act, e.why, e.to_status, e.assignment_id, a.short_name AS agency
  FROM events e LEFT JOIN assignments s ON s.id = e.assignment_id LEFT JOIN agencies a ON a.id = s.agency_id
  WHERE e.case_id = ? ORDER BY e.id DESC`;

/** Acts of the hotline that agencies do not read: what was said in calls, and what the citizen thinks of them. */
const HOTLINE_ONLY: ReadonlySet<string> = new Set(['call']);

/** Everything that was done to a case, newest first. */
export function timelineOf(db: Db, caseId: number, forAgency: boolean): TimelineEvent[] {
  const events = prepared(db, EVENTS).all(caseId) as TimelineEvent[];
  return forAgency ? events.filter((event) => !HOTLINE_ONLY.has(event.act)) : events;
}
