import type { TaskLine } from '../../views/tasks/list.ts';
import { calendarOf } from '../calendar/current.ts';
import { exactTime, sayRemaining } from '../calendar/words.ts';
import { toneOf } from '../cases/clock-words.ts';
import { flagsOf } from '../cases/flags.ts';
import type { Hat } from '../cases/life/hats.ts';
import { ASSIGNMENT_LIFE, CASE_LIFE } from '../cases/lifecycle.ts';
import type { Db } from '../db/open.ts';
import type { Actor } from '../people/actor.ts';
import { policyAt } from '../policy/policy.ts';
import { phoneOfContact } from './emergency-contacts.ts';
import { TASKS } from './kinds.ts';
import type { ListedTask } from './task-queries.ts';

/** Tasks in the words of the page, each leading to the form that puts it on record. */
export function taskLines(db: Db, actor: Actor, tasks: readonly ListedTask[], now: number): TaskLine[] {
  const calendar = calendarOf(db, policyAt(db, now));
  return tasks.map((task) => ({
    href: hrefOf(actor, task),
    name: TASKS[task.kind].name,
    what: [task.what, phoneWords(db, task, now), task.failed > 0 ? `已拨 ${task.failed} 次未接通` : '']
      .filter(Boolean)
      .join('，'),
    person: task.user_id === actor.id ? '本人' : (task.person ?? ''),
    number: task.number,
    headline: task.headline,
    flags: flagsOf(task),
    clock:
      task.due_at === null
        ? null
        : {
            text: sayRemaining(calendar, task.due_at, now),
            tone: toneOf(calendar, task.due_at, now),
            title: `应于 ${exactTime(task.due_at)} 前完成`,
          },
  }));
}

function phoneWords(db: Db, { kind, what }: ListedTask, now: number): string {
  return kind === 'emergency_contact' ? phoneOfContact(db, what, now) : '';
}

/** The act's own form for whoever may do it, else the case. */
function hrefOf(actor: Actor, task: ListedTask): string {
  const { act } = TASKS[task.kind];
  if (!mayDo(actor, act, task.first_operator)) return `/cases/${task.case_id}`;
  const of = task.assignment_id === null ? '' : `?assignment=${task.assignment_id}`;
  return `/cases/${task.case_id}/${act}${of}`;
}

/** Whether the tables have this act for the actor, an operator counting for what they took themselves. */
export function mayDo(actor: Actor, act: string, firstOperator: number | null): boolean {
  const transition = [...CASE_LIFE, ...ASSIGNMENT_LIFE].find((each) => each.act === act);
  const hats = new Set<Hat>(actor.roles);
  if (actor.roles.has('operator') && firstOperator === actor.id) hats.add('first_operator');
  return transition?.by.some((hat) => hats.has(hat)) ?? false;
}
