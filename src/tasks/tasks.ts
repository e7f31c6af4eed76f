import type { Db } from '../db/open.ts';
import { all, q, run } from '../db/query.ts';
import type { Schema } from '../db/schema.ts';
import type { TaskKind } from './kinds.ts';

export type NewTask = {
  caseId: number;
  assignmentId?: number | null;
  kind: TaskKind;
  side: 'hotline' | 'agency';
  /** Whose it is, where it is one person's. */
  userId?: number | null;
  what: string;
  dueAt?: number | null;
};

/** Puts something on the list of what is still to be done; in the transaction of the act that asks for it. */
export function addTask(db: Db, task: NewTask, now: number): number {
  const { caseId, assignmentId = null, kind, side, userId = null, what, dueAt = null } = task;
  return run(
    db,
    q.insertInto('tasks').values({
      case_id: caseId,
      assignment_id: assignmentId,
      kind,
      side,
      user_id: userId,
      what,
      created_at: now,
      due_at: dueAt,
    }),
  ).id;
}

/** On record: done, by whom, with what result. */
export function finishTask(
  db: Db,
  id: number,
  { by, result, now }: { by: number; result: string; now: number },
): void {
  const done = { done_at: now, done_by: by, result };
  run(db, q.updateTable('tasks').set(done).where('id', '=', id));
}

export type TaskRow = Omit<Schema['tasks'], 'id' | 'result'> & { id: number; result: string };

/** What is still to be done for a case, oldest first; of one kind, or of all. */
export function openTasks(db: Db, caseId: number, kind?: TaskKind): TaskRow[] {
  const open = q
    .selectFrom('tasks')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('done_at', 'is', null)
    .where('dropped_at', 'is', null)
    .orderBy('id');
  return all(db, kind ? open.where('kind', '=', kind) : open);
}

/** What nobody has to do any more, because the case or the assignment it belonged to has ended. */
export function dropTasks(db: Db, caseId: number, assignmentId: number | null, now: number): void {
  const open = q
    .updateTable('tasks')
    .set({ dropped_at: now })
    .where('case_id', '=', caseId)
    .where('done_at', 'is', null)
    .where('dropped_at', 'is', null);
  run(db, assignmentId === null ? open : open.where('assignment_id', '=', assignmentId));
}

/** Everything that was ever to be done for a case beside its course and was not dropped, oldest first. */
export function tasksOf(db: Db, caseId: number): TaskRow[] {
  return all(
    db,
    q
      .selectFrom('tasks')
      .selectAll()
      .where('case_id', '=', caseId)
      .where('dropped_at', 'is', null)
      .orderBy('id'),
  );
}
