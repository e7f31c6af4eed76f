import { z } from 'zod';
import { formatLocal } from '../../calendar/local-time.ts';
import { UnknownYearError } from '../../calendar/types.ts';
import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { promiseFault, usualPromise } from '../../rules/promise.ts';
import { addTask, finishTask, openTasks } from '../../tasks/tasks.ts';
import { Invalid } from '../../web/errors.ts';
import { dateTime, longText } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';

/** H-A3: a question that cannot be answered now is noted and answered later, by whoever promised it. */
export const oweAnswer = act({
  form: () =>
    z.object({
      asked: longText('需要答复的问题', { max: 500, rows: 3 }),
      due: dateTime('承诺答复时间', { help: '须在工作时间内。' }),
    }),
  initial: (_db, context) => ({ due: usually(context) }),
  forecast: () => '登记后列入您的“我的待办”，到时仍未答复的显示为超期；答复、受理或不予受理后自动完成。',
  record: (db, { case: given, actor, calendar, now }, input) => {
    const fault = promiseFault(calendar, input.due, now);
    if (fault) throw new Invalid(fault, { due: fault });
    const task = { caseId: given.id, kind: 'owe_answer', side: 'hotline', what: input.asked } as const;
    addTask(db, { ...task, userId: actor?.id ?? null, dueAt: input.due }, now);
    return { why: `${input.asked}\n承诺 ${exactTime(input.due)} 前答复` };
  },
});

function usually({ calendar, now }: ActContext): string {
  try {
    return formatLocal(usualPromise(calendar, now)).replace(' ', 'T');
  } catch (error) {
    // Without the year's calendar the form still opens; what is typed is then refused in words.
    if (error instanceof UnknownYearError) return '';
    throw error;
  }
}

/** The case has its answer, or goes on otherwise: nothing is owed any more. */
export function settleOwed(db: Db, { case: given, actor, now }: ActContext, result: string): void {
  for (const task of openTasks(db, given.id, 'owe_answer')) {
    finishTask(db, task.id, { by: actor?.id ?? 0, result, now });
  }
}
