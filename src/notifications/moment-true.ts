import { calendarOf } from '../calendar/current.ts';
import type { AssignmentRow } from '../cases/rows.ts';
import type { Db } from '../db/open.ts';
import { policyAt } from '../policy/policy.ts';
import { extensionLatest } from '../rules/extension.ts';
import { mayStillAsk } from './last-ask.ts';
import type { DueMoment } from './moments.ts';
import { occasionOf } from './occasions.ts';
import type { DueClock } from './remind-queries.ts';

type Clock = Pick<DueClock, 'due_at' | 'received_at'>;

/** Whether the words of a moment still fit: what asks to keep a limit comes too late after it. */
export function isTimelyMoment(
  db: Db,
  { rule, at, stage }: DueMoment,
  clock: Clock,
  assignment: AssignmentRow | null,
  now: number,
): boolean {
  if (stage > 0) return true;
  const when = occasionOf(rule.occasion).at;
  if ('clock' in when && when.moment === 'before_last_ask') return mayAskNow(db, clock, assignment, now);
  return now <= clock.due_at || at >= clock.due_at;
}

/** Q-D8: there is an extension to ask for, and still time to. */
function mayAskNow(db: Db, clock: Clock, assignment: AssignmentRow | null, now: number): boolean {
  const judged = policyAt(db, clock.received_at);
  const latest = extensionLatest(calendarOf(db, judged), clock.due_at, judged.limits);
  return (
    latest !== null && now <= latest && assignment !== null && mayStillAsk(db, assignment, judged.limits)
  );
}
