import { ASSIGNMENT_LIFE, CASE_LIFE } from '../../../src/cases/lifecycle.ts';
import {
  ASSIGNMENT_STATUS,
  type AssignmentStatus,
  CASE_STATUS,
  type CaseStatus,
} from '../../../src/cases/states.ts';
import { pick } from '../../../src/demo/texts/random.ts';
import type { Person } from './cast.ts';
import { applyEffect, place, start, stopAll } from './clocks.ts';
import type { Step } from './course.ts';
import { type Assigned, formKey, type Life } from './life.ts';
import { RECORDS } from './records.ts';

const HOUR = 3_600_000;

/** Lives the course from the receipt on and leaves every row of it in `life.rows`. */
export function live(life: Life, steps: readonly Step[]): void {
  const times = timesOf(life, steps);
  start(life, 'accept', life.row.received_at);
  record(life, 'receive', null, 'received', life.row.received_at, '');
  for (const [index, step] of steps.entries()) take(life, step, times[index] ?? life.now);
  place(life);
  finish(life);
}

/** Each act some while after the one before, the whole pressed together where it would reach beyond now. */
function timesOf({ random, row, now }: Life, steps: readonly Step[]): number[] {
  let at = 0;
  const offsets = steps.map(({ hours }) => {
    at += hours * HOUR * (0.3 + 1.4 * random());
    return at;
  });
  const room = Math.max(1, now - row.received_at - 60_000);
  const press = Math.min(1, room / Math.max(1, at));
  return offsets.map((offset) => Math.round(row.received_at + offset * press));
}

function take(life: Life, { act, to }: Step, at: number): void {
  const onCase = CASE_LIFE.find((each) => each.act === act);
  const assignment = life.assignments.at(-1);
  const transition = onCase ?? ASSIGNMENT_LIFE.find((each) => each.act === act);
  if (!transition || (!onCase && !assignment)) throw new Error(`nothing to ${act}`);
  const from = onCase ? life.row.status : (assignment?.status ?? '');
  const why = RECORDS[act]?.(life, at) ?? '';
  const next = to ?? transition.to[0] ?? from;
  if (onCase) life.row.status = next as CaseStatus;
  else if (assignment) assignment.status = next as AssignmentStatus;
  record(life, act, from, next, at, why, onCase ? undefined : assignment);
  for (const effect of transition.effects) applyEffect(life, effect, at, onCase ? undefined : assignment);
  if (assignment && !ASSIGNMENT_STATUS[assignment.status].open) stopAll(life, at, assignment.id);
  if (CASE_STATUS[life.row.status].open) return;
  life.row.closed_at ??= at;
  stopAll(life, at);
}

function record(
  life: Life,
  act: string,
  from: string | null,
  to: string,
  at: number,
  why: string,
  of?: Assigned,
): void {
  const person = whoDoes(life, act);
  life.rows.events.push({
    ...{
      case_id: life.row.id,
      assignment_id: of?.id ?? null,
      at,
      act,
      from_status: from,
      to_status: to,
      why,
    },
    ...{ user_id: person?.id ?? null, who: person?.signature ?? '系统' },
    form_key: person && act !== 'receive' ? formKey(life.random) : null,
  });
  life.row.last_event_at = at;
  life.row.last_act = act;
}

function whoDoes({ random, cast, operator, assignments }: Life, act: string): Person | null {
  const office = assignments.at(-1)?.office;
  if (['receive', 'accept', 'answer', 'reject'].includes(act)) return operator;
  if (['dispatch', 'pass', 'grant_return'].includes(act)) return pick(random, cast.dispatchers);
  if (['sign', 'contact', 'submit', 'ask_return'].includes(act)) return office?.handlers[0] ?? null;
  if (act === 'approve') return office?.leader ?? null;
  if (act === 'call_back') return pick(random, cast.clerks);
  return act === 'verify' || act === 'archive' ? pick(random, cast.supervisors) : null;
}

function finish({ rows, row, clocks, assignments }: Life): void {
  if (row.closed_at) row.outcome ??= 'satisfied';
  rows.cases.push(row);
  for (const clock of clocks) rows.clocks.push(clock);
  for (const { office: _office, ...assignment } of assignments) rows.assignments.push(assignment);
}
