import type { Beside } from '../../../views/cases/case.ts';
import { exactTime } from '../../calendar/words.ts';
import { phoneOfContact } from '../../tasks/emergency-contacts.ts';
import { TASKS } from '../../tasks/kinds.ts';
import { type TaskRow, tasksOf } from '../../tasks/tasks.ts';
import { availableActs } from '../actions.ts';
import { assignmentsOf, operatorOf } from '../case-queries.ts';
import { isOurs } from '../hats.ts';
import { mattersOf } from '../matters.ts';
import { momentOf } from '../page/moment.ts';
import type { BesideOf, Reading } from './beside.ts';

/** What is still to be done beside the case's course and what was done of it: all of it for the hotline, an agency's own for the agency. */
export const tasks: BesideOf = (reading) => {
  const shown = readableTasks(reading);
  if (shown.length === 0) return [];
  const open = shown.filter((task) => task.done_at === null);
  const done = shown.filter((task) => task.done_at !== null).toReversed();
  const card: Beside = {
    title: open.length > 0 ? `待办事项 ${open.length} 项` : '待办事项，均已完成',
    rows: open.map((task) => [TASKS[task.kind].name, openWords(reading, task)]),
    lines: done.map((task) => ({
      at: momentOf(task.done_at ?? 0, reading.now),
      text: `${TASKS[task.kind].name}，${operatorOf(reading.db, task.done_by) ?? ''}`,
      note: [task.what, task.result].filter(Boolean).join('\n'),
    })),
    links: linksFor(reading, open),
  };
  return [needed(reading, open) ? { ...card, first: true } : card];
};

function readableTasks({ db, given, actor, forAgency }: Reading): TaskRow[] {
  const all = tasksOf(db, given.id);
  if (!forAgency) return all;
  const ours = new Set(assignmentsOf(db, given.id).flatMap((each) => (isOurs(actor, each) ? [each.id] : [])));
  return all.filter(({ side, assignment_id }) => side === 'agency' && ours.has(assignment_id ?? 0));
}

/** It comes before the request where it cannot wait, and where it is the reader's own agency that has to do it. */
function needed({ forAgency }: Reading, open: readonly TaskRow[]): boolean {
  return open.some((task) => forAgency || TASKS[task.kind].urgent);
}

function openWords({ db, now }: Reading, task: TaskRow): string {
  const whose = operatorOf(db, task.user_id);
  const due = task.due_at === null ? '' : `应于 ${exactTime(task.due_at)} 前完成`;
  const late = task.due_at !== null && task.due_at < now ? '已超时' : '';
  const phone = task.kind === 'emergency_contact' ? phoneOfContact(db, task.what, now) : '';
  return [task.what, phone, whose ? `由 ${whose} 负责` : '', due, late].filter(Boolean).join('，');
}

/** Straight to the form, for those who may do it. */
function linksFor({ db, actor, given }: Reading, open: readonly TaskRow[]) {
  const wanted = new Set<string>(open.map((task) => TASKS[task.kind].act));
  if (wanted.has('phone_told')) wanted.add('phone_failed');
  return availableActs(actor, given, assignmentsOf(db, given.id), mattersOf(db, given.id))
    .filter(({ act }) => wanted.has(act))
    .map(({ act, label, assignmentId, agency }) => ({
      href: `/cases/${given.id}/${act}${assignmentId === null ? '' : `?assignment=${assignmentId}`}`,
      text: agency ? `${label}（${agency}）` : label,
    }));
}
