import { z } from 'zod';
import { formatLocal } from '../../calendar/local-time.ts';
import { exactTime } from '../../calendar/words.ts';
import { q, run } from '../../db/query.ts';
import { notAfterNow, notBefore } from '../../rules/times.ts';
import { Invalid } from '../../web/errors.ts';
import { choice, dateTime, longText } from '../../web/forms.ts';
import { act } from '../act.ts';
import { assignmentOf } from './sign.ts';

export const CONTACT_WAYS = { phone: '电话', visit: '上门', on_site: '现场', other: '其他' } as const;

/** Q-D4: the agency speaks to the citizen before the result, with a first opinion. */
export const contact = act({
  form: () =>
    z.object({
      how: choice('联系方式', ['phone', 'visit', 'on_site', 'other'], CONTACT_WAYS),
      at: dateTime('联系时间'),
      result: longText('联系结果与初步意见', { max: 1000, rows: 3 }),
    }),
  initial: (_db, { now }) => ({ how: 'phone', at: formatLocal(now).slice(0, 16).replace(' ', 'T') }),
  forecast: (_db, { facts, assignment }) =>
    facts.firstContactDueAt === null || assignment?.contacted_at != null
      ? null
      : `首次联系应于 ${exactTime(facts.firstContactDueAt)} 前完成；登记后方可提交答复。`,
  record: (db, context, input) => {
    const given = assignmentOf(context);
    const fault =
      notAfterNow(input.at, context.now, '联系时间') ??
      notBefore(input.at, given.dispatched_at, '联系时间', '派单时间');
    if (fault) throw new Invalid(fault, { at: fault });
    run(
      db,
      q.insertInto('first_contacts').values({
        assignment_id: given.id,
        at: input.at,
        how: input.how,
        result: input.result,
        by_user: context.actor?.id ?? 0,
      }),
    );
    if (given.contacted_at === null) {
      run(db, q.updateTable('assignments').set({ contacted_at: input.at }).where('id', '=', given.id));
    }
    return { why: `${exactTime(input.at)} ${CONTACT_WAYS[input.how]}：${input.result}` };
  },
});
