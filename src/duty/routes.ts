import { type DutyProps, dutyBody, dutyView, type WaitingLine } from '../../views/duty/duty.ts';
import { calendarOf } from '../calendar/current.ts';
import { formatLocal } from '../calendar/local-time.ts';
import { runningClock } from '../cases/clock-words.ts';
import { flagsOf } from '../cases/flags.ts';
import { CASE_STATUS, stateOf } from '../cases/states.ts';
import { countMessages } from '../outbox/queries.ts';
import type { Actor } from '../people/actor.ts';
import { policyAt } from '../policy/policy.ts';
import { urgentTasks } from '../tasks/task-queries.ts';
import { mayDo, taskLines } from '../tasks/task-rows.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { page } from '../web/page.ts';
import { type WaitingCase, waitingCases } from './queries.ts';
import { DUTY_ROLES } from './roles.ts';

const MOST = 100;

export function dutyRoutes(routes: Routes): void {
  routes.get('/duty', DUTY_ROLES, (c) => page(c, { title: '值班台', main: dutyView(shown(c)), wide: true }));
  // The screen asks by itself: that is nobody's presence.
  routes.get('/duty/now', DUTY_ROLES, (c) => c.html(dutyBody(shown(c))), { quiet: true });
}

/** Q-A5, Q-A6: what cannot wait, and the urgent cases that nobody has in hand yet. */
function shown(c: Ctx): DutyProps {
  const [db, actor, now] = [dbOf(c), whoIs(c), nowOf(c)];
  const { tasks, total } = urgentTasks(db, actor, MOST);
  const calendar = calendarOf(db, policyAt(db, now));
  const waiting = waitingCases(db, MOST + 1);
  const lineOf = (each: WaitingCase): WaitingLine => ({
    href: hrefOf(actor, each),
    number: each.number,
    headline: each.headline,
    flags: flagsOf(each),
    state:
      each.agency === null
        ? CASE_STATUS[each.status].name
        : stateOf({ status: 'unsigned', external: each.external }),
    agency: each.agency ?? '',
    clock: runningClock(calendar, each.next_clock, each.next_due_at, now, each.external === 1),
  });
  return {
    at: formatLocal(now).slice(11),
    tasks: taskLines(db, actor, tasks, now),
    moreTasks: total - tasks.length,
    waiting: waiting.slice(0, MOST).map(lineOf),
    moreWaiting: waiting.length > MOST,
    toPhone: countMessages(db, 'to_phone'),
  };
}

/** What brings the case on, for whoever may do it; else the case. */
function hrefOf(actor: Actor, { id, agency, status, first_operator }: WaitingCase): string {
  const act = status === 'received' ? 'accept' : 'dispatch';
  const mine = agency === null && mayDo(actor, act, first_operator);
  return mine ? `/cases/${id}/${act}` : `/cases/${id}`;
}
