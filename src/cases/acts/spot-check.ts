import { z } from 'zod';
import { q, run } from '../../db/query.ts';
import { finishTask, openTasks } from '../../tasks/tasks.ts';
import { choice, longText } from '../../web/forms.ts';
import { act } from '../act.ts';
import { SATISFACTION } from './call-back.ts';

export const SPOT_CHECK_METHODS = { phone: '电话抽查', visit: '走访', on_site: '现场抽查' } as const;

/** Q-E3: a closed case is looked at again, by somebody who did not handle it. */
export const spotCheck = act({
  files: true,
  form: () =>
    z.object({
      method: choice('抽查方式', ['phone', 'visit', 'on_site'], SPOT_CHECK_METHODS),
      satisfaction: choice(
        '诉求人是否满意',
        ['very_satisfied', 'satisfied', 'basically', 'dissatisfied', 'very_dissatisfied'],
        SATISFACTION,
        { required: false, help: '未与诉求人交谈的可不选。' },
      ).optional(),
      finding: longText('抽查情况', { max: 2000, rows: 4 }),
    }),
  brief: (db, { case: given }) => {
    const [task] = openTasks(db, given.id, 'spot_check');
    return task ? { title: '抽查原因', text: task.what } : null;
  },
  forecast: () => '登记后本次抽查完成。结果不满意、问题确未解决的，由值班长在工单页点“重办”。',
  record: (db, { case: given, now, actor }, input) => {
    const by = actor?.id ?? 0;
    const { method, satisfaction, finding } = input;
    run(
      db,
      q.insertInto('spot_checks').values({
        case_id: given.id,
        at: now,
        by_user: by,
        method,
        satisfaction: satisfaction ?? null,
        finding,
      }),
    );
    const why = spotCheckWords({ method, satisfaction: satisfaction ?? null, finding });
    for (const task of openTasks(db, given.id, 'spot_check'))
      finishTask(db, task.id, { by, result: why, now });
    return { why };
  },
});

type Checked = {
  method: keyof typeof SPOT_CHECK_METHODS;
  satisfaction: string | null;
  finding: string;
};

/** What came of a spot check; where the citizen is not content, what can be done about it. */
export function spotCheckWords({ method, satisfaction, finding }: Checked): string {
  const mood = satisfaction as keyof typeof SATISFACTION | null;
  const words = [SPOT_CHECK_METHODS[method], mood ? SATISFACTION[mood] : '', finding]
    .filter(Boolean)
    .join('，');
  return mood === 'dissatisfied' || mood === 'very_dissatisfied'
    ? `${words}（不满意，请值班长核对后重办）`
    : words;
}
