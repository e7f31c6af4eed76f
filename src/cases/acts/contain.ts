import { z } from 'zod';
import { formatLocal } from '../../calendar/local-time.ts';
import { exactTime } from '../../calendar/words.ts';
import { q, run } from '../../db/query.ts';
import { dateTime, longText } from '../../web/forms.ts';
import { act } from '../act.ts';
import { requireTimeSinceReceipt } from './contact-told.ts';
import { assignmentOf } from './sign.ts';

/** Q-A6: the agency's first step against the danger, and when; later steps are added the same way. */
export const contain = act({
  files: true,
  form: () =>
    z.object({
      done: longText('已采取的控制措施', {
        max: 1000,
        rows: 3,
        help: '如：已关闭阀门、疏散人员、设置警戒。',
      }),
      at: dateTime('处置时间'),
    }),
  initial: (_db, { now }) => ({ at: formatLocal(now).replace(' ', 'T') }),
  forecast: (_db, { assignment }) =>
    assignment?.contained_at == null ? '登记先期处置后，方可提交答复。' : null,
  record: (db, context, input) => {
    requireTimeSinceReceipt(context, input.at, '处置时间');
    const { id, contained_at } = assignmentOf(context);
    if (contained_at === null)
      run(db, q.updateTable('assignments').set({ contained_at: input.at }).where('id', '=', id));
    return { why: `${exactTime(input.at)} ${input.done}` };
  },
});
