import { HOUR } from '../calendar/days.ts';
import { subtractWorkingDays } from '../calendar/working-time.ts';
import type { Pace } from './pace.ts';
import type { Scene } from './scene.ts';
import type { Step } from './steps.ts';
import type { DemoRequest } from './texts/requests.ts';
import type { Turns } from './turns.ts';
import { twistSuits } from './twists.ts';

/** A state that somebody who opens the demonstration shall find, named by what has to be done next. */
export type Wish = {
  next: string;
  /** Where the act comes more than once, the last time. */
  last?: true;
  /** Beside the main course: the act that opened the state. */
  after?: string;
  /** How near the limit is. */
  when?: 'soon' | 'late';
  lead?: string;
  urgent?: true;
  emergency?: true;
  turns?: Partial<Turns>;
  pace?: Partial<Pace>;
};

const REDO: Partial<Turns> = { fault: 'agency', satisfaction: 'dissatisfied', missed: 0 };
const UNREACHED: Partial<Turns> = { twist: 'unreached' };
const OWED: Partial<Turns> = { twist: 'owed' };
const CONTENT: Partial<Turns> = { twist: 'supervised', fault: null, missed: 0, satisfaction: 'satisfied' };
const SLOW: Partial<Pace> = { reply: 1.5 };

/** One agency (urban management, the busiest) has something of everything. */
export const WISHES: readonly Wish[] = [
  ...times(4, { next: 'accept', turns: { held: true } }),
  { next: 'accept', when: 'late', turns: { held: true }, pace: { accept: 2.5 } },
  ...times(4, { next: 'dispatch' }),
  { next: 'dispatch', when: 'late', pace: { dispatch: 2 } },
  ...times(2, { next: 'sign', lead: 'chengguan' }),
  ...times(3, { next: 'sign' }),
  { next: 'sign', when: 'late', lead: 'zhujian', pace: { sign: 3 } },
  ...times(2, { next: 'contact', lead: 'chengguan', pace: { contact: 0.7 } }),
  ...times(2, { next: 'contact', pace: { contact: 0.7 } }),
  { next: 'contact', when: 'late', pace: { contact: 2, reply: 1.2 } },
  ...times(2, { next: 'submit', lead: 'chengguan' }),
  ...times(3, { next: 'submit' }),
  ...times(3, { next: 'submit', when: 'soon', pace: SLOW }),
  { next: 'submit', when: 'soon', lead: 'chengguan', pace: SLOW },
  { next: 'submit', when: 'late', lead: 'chengguan', pace: SLOW },
  { next: 'submit', when: 'late', lead: 'zhujian', pace: SLOW },
  { next: 'submit', when: 'late', lead: 'shichang', pace: SLOW },
  { next: 'submit', urgent: true },
  ...times(2, { next: 'approve', lead: 'chengguan' }),
  ...times(2, { next: 'approve' }),
  { next: 'refuse_return', lead: 'chengguan', turns: { returned: 'refused' } },
  { next: 'refuse_return', turns: { returned: 'refused' } },
  { next: 'grant_return', turns: { returned: 'granted' } },
  ...times(4, { next: 'pass' }),
  ...times(3, { next: 'call_back' }),
  { next: 'call_back', when: 'late', pace: { callback: 1.6 } },
  { next: 'call_back', last: true, turns: { missed: 2, fault: null } },
  ...times(2, { next: 'verify', turns: { ...REDO } }),
  { next: 'sign', last: true, turns: REDO },
  { next: 'submit', last: true, turns: REDO },
  ...times(2, { next: 'archive', turns: { twist: 'withdrawn' } }),
  { next: 'archive', turns: { twist: 'withdrawn_late' } },
  ...times(2, { next: 'resume', turns: { twist: 'suspended' } }),
  { next: 'resume', turns: { twist: 'reviewed' } },
  { next: 'agree_extension', lead: 'chengguan', turns: { twist: 'extended' } },
  { next: 'agree_extension', turns: { twist: 'extended' } },
  ...times(2, { next: 'grant_extension', turns: { twist: 'extended' } }),
  { next: 'tell_extension', turns: { twist: 'extended' } },
  { next: 'submit', turns: { twist: 'extended' } },
  ...times(2, { next: 'settle_overlap', turns: { twist: 'overlap' } }),
  { next: 'submit', turns: { twist: 'overlap' } },
  { next: 'submit', turns: { twist: 'handed_down' } },
  { next: 'submit', turns: { twist: 'fallback' } },
  { next: 'rectify', after: 'supervise', lead: 'chengguan', turns: { twist: 'supervised' } },
  { next: 'rectify', after: 'supervise', turns: { twist: 'supervised' } },
  { next: 'release', after: 'rectify', turns: { twist: 'supervised' } },
  ...times(2, { next: 'spot_check', after: 'call_back', turns: CONTENT }),
  { next: 'submit', last: true, turns: { twist: 'redone_twice' } },
  { next: 'fulfil', turns: { twist: 'apology' } },
  ...times(2, { next: 'propose_exemption', after: 'appeal', turns: { twist: 'appealed' } }),
  { next: 'confirm_exemption', after: 'propose_exemption', turns: { twist: 'appealed' } },
  { next: 'archive', after: 'confirm_exemption', turns: { twist: 'appealed' } },
  ...times(2, { next: 'call_back', turns: { twist: 'appointed' } }),
  ...times(2, { next: 'phone_told', after: 'phone_failed', urgent: true, turns: UNREACHED }),
  { next: 'contact_told', last: true, after: 'take_down', urgent: true, emergency: true, turns: UNREACHED },
  { next: 'submit', urgent: true, emergency: true },
  ...times(2, { next: 'answer', turns: OWED }),
  { next: 'answer', when: 'late', turns: OWED, pace: { accept: 1.4 } },
];

/** Whether a request can come into the wished-for state at all. */
export function suits(wish: Wish, request: DemoRequest): boolean {
  const { next, lead, urgent, emergency, turns = {} } = wish;
  const { course } = request;
  if (turns.twist && !twistSuits(turns.twist, request)) return false;
  if (turns.twist === 'owed') return true;
  if (emergency && !request.emergency) return false;
  if (course.how !== 'handled' || request.urgent !== Boolean(urgent) || request.repeatOf !== null)
    return false;
  if (lead !== undefined && course.lead !== lead) return false;
  if (next === 'contact' && (course.contact === null || request.confidential)) return false;
  if (next === 'accept' && request.channel === 'phone') return false;
  if (wish.when !== undefined && soonDone(course.contact ?? course.handling)) return false;
  if (turns.returned === 'granted' && course.assists.length === 0) return false;
  if (turns.missed === 2 && request.anonymous) return false;
  return turns.fault !== 'agency' || (course.unhappy !== null && !request.anonymous);
}

/** Promised for the same or the next day: that would look odd on a case that is late. */
function soonDone(promise: string): boolean {
  return /当日|当晚|当天|立即|次日|两日|今日/.test(promise);
}

/** From when until when a life is in the wished-for state; null when it never is. */
export function stateIn(
  steps: readonly Step[],
  wish: Wish,
  cal: Scene['cal'],
): readonly [number, number] | null {
  const main = wish.after === undefined ? steps.filter(({ aside }) => !aside) : steps;
  const isNext = ({ act }: Step) => act === wish.next;
  const at = wish.last ? main.findLastIndex(isNext) : main.findIndex(isNext);
  const next = main[at];
  const before =
    wish.after === undefined ? main[at - 1] : main.slice(0, at).findLast(({ act }) => act === wish.after);
  if (!before || !next) return null;
  if (wish.when === undefined) return [before.at, Math.min(next.at, next.due ?? Infinity)];
  if (next.due === null) return null;
  if (wish.when === 'late') return [Math.max(before.at, next.due), next.at];
  // So near the limit that the clock has turned yellow (X-E1).
  return [
    Math.max(before.at, subtractWorkingDays(cal, next.due, 1) + HOUR / 60),
    Math.min(next.at, next.due),
  ];
}

function times(count: number, wish: Wish): Wish[] {
  return Array.from({ length: count }, () => wish);
}
