import { tasksView } from '../../views/tasks/list.ts';
import { DUTY_ROLES } from '../duty/roles.ts';
import type { Routes } from '../web/access.ts';
import { type Ctx, dbOf, nowOf, whoIs } from '../web/context.ts';
import { page } from '../web/page.ts';
import { type ListedTask, TASKS_A_PAGE, type TaskPlace, tasksFor } from './task-queries.ts';
import { taskLines } from './task-rows.ts';

export function taskRoutes(routes: Routes): void {
  routes.get('/tasks', DUTY_ROLES, show);
}

/** 我的待办: owed answers of one's own first, then what the post has to do (H-A3). */
function show(c: Ctx) {
  const after = placeIn(c.req.query('after') ?? '');
  const tasks = tasksFor(dbOf(c), whoIs(c), after);
  const shown = tasks.slice(0, TASKS_A_PAGE);
  const next = tasks.length > TASKS_A_PAGE ? shown.at(-1) : undefined;
  const main = tasksView({
    lines: taskLines(dbOf(c), whoIs(c), shown, nowOf(c)),
    firstHref: after ? '/tasks' : null,
    nextHref: next ? `/tasks?after=${cursorOf(next)}` : null,
  });
  return page(c, { title: '我的待办', main, wide: true });
}

function cursorOf({ rank, id }: ListedTask): string {
  return `${rank}.${id}`;
}

function placeIn(typed: string): TaskPlace | null {
  const [rank, id] = typed.split('.');
  return /^\d{1,16}\.\d{1,15}$/.test(typed) ? { rank: Number(rank), id: Number(id) } : null;
}
