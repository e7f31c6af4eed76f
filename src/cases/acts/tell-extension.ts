import { z } from 'zod';
import { formatLocal } from '../../calendar/local-time.ts';
import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { first, q, run } from '../../db/query.ts';
import { tellingWays } from '../../rules/citizen-told.ts';
import type { Facts } from '../../rules/facts.ts';
import { notAfterNow, notBefore } from '../../rules/times.ts';
import type { TaskKind } from '../../tasks/kinds.ts';
import { finishTask, openTasks } from '../../tasks/tasks.ts';
import { Invalid } from '../../web/errors.ts';
import { choice, dateTime, longText } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { TOLD_HOW } from './reply.ts';
import { assignmentOf } from './sign.ts';

/** Whether the hotline tells the citizen, because the agency may not know who it is (Q-A7). */
export function relayed(given: Facts['case']): boolean {
  return tellingWays(given).includes('via_hotline');
}

/** Q-D8: told to the citizen, by phone or in person; where nobody can be reached it is published. */
export const tellExtension = act({
  form: ({ facts }) =>
    z.object({
      how: choice('告知方式', tellingWays(facts.case), TOLD_HOW),
      at: dateTime('告知时间'),
      note: longText('诉求人意见', { required: false, rows: 2, max: 500 }).optional(),
    }),
  brief: whatIsToldBy('tell_extension'),
  initial: (_db, { facts, now }) => ({ how: tellingWays(facts.case)[0], at: localMinute(now) }),
  record: (db, context, input) => {
    told(db, context, 'tell_extension', { at: input.at, how: TOLD_HOW[input.how] });
    return { why: wordsOf(TOLD_HOW[input.how], input) };
  },
});

/** Q-A7, Q-D8: the hotline tells a citizen who is not to be known to the agency. */
export const relayExtension = act({
  form: () =>
    z.object({
      at: dateTime('告知时间'),
      note: longText('诉求人意见', { required: false, rows: 2, max: 500 }).optional(),
    }),
  brief: whatIsToldBy('relay_extension'),
  initial: (_db, { now }) => ({ at: localMinute(now) }),
  record: (db, context, input) => {
    told(db, context, 'relay_extension', { at: input.at, how: TOLD_HOW.via_hotline });
    return { why: wordsOf(TOLD_HOW.via_hotline, input) };
  },
});

function whatIsToldBy(kind: TaskKind) {
  return (db: Db, context: ActContext) => {
    const [task] = ofAssignment(db, context, kind);
    return task ? { title: '需要告知的内容', text: task.what } : null;
  };
}

function ofAssignment(db: Db, context: ActContext, kind: TaskKind) {
  const { id } = assignmentOf(context);
  return openTasks(db, context.case.id, kind).filter((task) => task.assignment_id === id);
}

/** @throws Invalid where the time cannot be true */
function told(db: Db, context: ActContext, kind: TaskKind, { at, how }: { at: number; how: string }): void {
  const { actor, now } = context;
  const granted = lastGranted(db, assignmentOf(context).id);
  const fault =
    notAfterNow(at, now, '告知时间') ?? notBefore(at, granted.judged_at ?? 0, '告知时间', '批准时间');
  if (fault) throw new Invalid(fault, { at: fault });
  run(db, q.updateTable('extensions').set({ told_at: at, told_how: how }).where('id', '=', granted.id));
  for (const task of ofAssignment(db, context, kind)) {
    finishTask(db, task.id, { by: actor?.id ?? 0, result: `${exactTime(at)} ${how}`, now });
  }
}

function lastGranted(db: Db, assignmentId: number) {
  const granted = first(
    db,
    q
      .selectFrom('extensions')
      .select(['id', 'judged_at'])
      .where('assignment_id', '=', assignmentId)
      .where('status', '=', 'granted')
      .orderBy('id', 'desc')
      .limit(1),
  );
  if (!granted) throw new Error(`assignment ${assignmentId} was granted no extension`);
  return granted;
}

function wordsOf(how: string, { at, note }: { at: number; note?: string | undefined }): string {
  return `${exactTime(at)} ${how}${note ? `：${note}` : ''}`;
}

function localMinute(at: number): string {
  return formatLocal(at).replace(' ', 'T');
}
