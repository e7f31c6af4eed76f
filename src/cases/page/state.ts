import type { Tone } from '../../../views/ui/index.ts';
import { calendarOf } from '../../calendar/current.ts';
import { sayTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { type Actor, hasRole } from '../../people/actor.ts';
import type { Policy } from '../../policy/policy.ts';
import { clocksOf, type ShownAssignment } from '../case-queries.ts';
import { runningClock } from '../clock-words.ts';
import { isOurs } from '../hats.ts';
import type { CaseRow, ClockRow } from '../rows.ts';
import { type AssignmentStatus, type CaseStatus, CLOCKS, stateOf } from '../states.ts';

export const CASE_TONES: Record<CaseStatus, Tone> = {
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

/** Who gave it back or was relieved of it does not answer any more. */
const GIVEN_UP: readonly AssignmentStatus[] = ['returned', 'withdrawn'];

/** "城管局办理中，答复 剩 2 个工作日". */
export function stateSentence(
  db: Db,
  actor: Actor,
  given: CaseRow,
  assignments: readonly ShownAssignment[],
  policy: Policy,
  now: number,
): string {
  const lead = assignments.find((each) => each.role !== 'assist' && !GIVEN_UP.includes(each.status));
  const who = given.status === 'dispatched' && lead ? `${lead.agency}${stateOf(lead)}` : '';
  const next = nextClock(db, actor, given, assignments);
  const external = assignments.some((each) => each.id === next?.assignment_id && each.external === 1);
  const clock = next && runningClock(calendarOf(db, policy), next.kind, next.due_at, now, external);
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
  const ours = new Set(assignments.filter((each) => isOurs(actor, each)).map((each) => each.id));
  return clocksOf(db, given.id)
    .filter((clock) => CLOCKS[clock.kind].duty && clock.met_at === null && clock.stopped_at === null)
    .filter((clock) => !isForAgency(actor) || ours.has(clock.assignment_id ?? 0))
    .sort((a, b) => a.due_at - b.due_at)[0];
}

export function isForAgency(actor: Actor): boolean {
  return !hasRole(actor, 'operator', 'dispatcher', 'callback_clerk', 'supervisor', 'inspector', 'leader');
}

const OUTCOMES: Readonly<Record<string, string>> = {
  answered: '当场答复',
  rejected: '不予受理',
  satisfied: '回访满意，办结',
  not_responsible: '核实不属承办单位责任，办结',
  unreachable: '多次回访未接通，办结',
  withdrawn: '诉求人撤诉',
  published: '答复已公开，办结',
  told_by_agency: '承办单位已告知诉求人，未抽中回访，办结',
  imported: '历史工单',
};
