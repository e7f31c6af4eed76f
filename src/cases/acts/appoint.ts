import { z } from 'zod';
import { exactTime } from '../../calendar/words.ts';
import { q, run } from '../../db/query.ts';
import { appointmentFault } from '../../rules/call-back.ts';
import { deadlineOf } from '../../rules/deadlines.ts';
import { sayQuietHours } from '../../rules/quiet-hours.ts';
import { Invalid } from '../../web/errors.ts';
import { dateTime, longText } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';

/** The citizen asked to be called at another time: no attempt is counted, and nobody calls before it. */
export const appoint = act({
  form: ({ facts }) =>
    z.object({
      at: dateTime('约定回访时间', { help: `每日 ${sayQuietHours(facts.quietHours)} 不回访诉求人。` }),
      note: longText('诉求人的要求', { required: false, rows: 2, max: 500 }).optional(),
    }),
  forecast: (_db, context) =>
    `到约定时间后，工单回到待回访；不计入未接通次数，回访时限不变。最迟可约到 ${exactTime(latestFor(context))}。`,
  record: (db, context, input) => {
    const fault = appointmentFault(input.at, context.now, latestFor(context), context.facts.quietHours);
    if (fault) throw new Invalid(fault, { at: fault });
    run(db, q.updateTable('cases').set({ call_after: input.at }).where('id', '=', context.case.id));
    return { why: [`约定 ${exactTime(input.at)} 回访`, input.note ?? ''].filter(Boolean).join('：') };
  },
});

/** No later than if the call-back began only now. */
function latestFor({ facts, calendar, now }: ActContext): number {
  return deadlineOf('callback', facts, calendar, now)?.dueAt ?? now;
}
