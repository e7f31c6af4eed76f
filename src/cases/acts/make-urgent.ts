import { z } from 'zod';
import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { all, q, run } from '../../db/query.ts';
import { askToTellContacts } from '../../tasks/emergency-contacts.ts';
import { mustPhone } from '../../tasks/must-phone.ts';
import { longText } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { hasten } from '../hasten.ts';
import { startMissingClocks } from '../missing-clocks.ts';
import { ASSIGNMENT_STATUS } from '../states.ts';

/** Q-A5: that life or property is in danger became known only later. */
export const makeUrgent = act({
  form: () => z.object({ reason: longText('转为紧急的原因', { max: 500, rows: 2 }) }),
  forecast: forecastOf,
  record: (db, context, input) => {
    raise(db, context, { urgent: 1 });
    return { why: input.reason };
  },
});

/** Q-A6: an emergency is urgent as well, and its contacts are told. */
export const makeEmergency = act({
  form: () => z.object({ reason: longText('转为突发事件的原因', { max: 500, rows: 2 }) }),
  forecast: (db, context) =>
    [
      context.facts.case.urgent ? '' : forecastOf(db, context),
      '转为突发事件后，须通知应急联系人，承办单位须登记先期处置。',
    ].join(''),
  record: (db, context, input) => {
    raise(db, context, { urgent: 1, emergency: 1 });
    return { why: input.reason };
  },
});

function raise(db: Db, context: ActContext, flags: { urgent: 1; emergency?: 1 }): void {
  const { id, urgent } = context.case;
  run(db, q.updateTable('cases').set(flags).where('id', '=', id));
  askToTellContacts(db, id, context.now);
  if (urgent === 1) return;
  // Minutes need no calendar: a limit that could not be reckoned before may be now.
  startMissingClocks(db, id);
  hasten(db, context);
  for (const assignment of stillOut(db, context)) mustPhone(db, context, assignment);
}

function forecastOf(db: Db, context: ActContext): string {
  const { policy, now } = context;
  const agencies = stillOut(db, context).length;
  if (agencies === 0) return '转为紧急后，受理、派单时限缩短，工单排到各队列最前。';
  const until = exactTime(now + policy.limits.signUrgentMinutes * 60_000);
  return `转为紧急后，时限自现在起按紧急诉求重新计算，工单排到各队列最前；须在 ${until} 前电话通知 ${agencies} 个承办单位。`;
}

/** The agencies that have the case now. */
function stillOut(db: Db, { case: given }: ActContext) {
  return all(
    db,
    q
      .selectFrom('assignments')
      .select(['id', 'agency_id', 'role', 'status'])
      .where('case_id', '=', given.id)
      .where('round', '=', given.round),
  ).filter(({ status }) => ASSIGNMENT_STATUS[status].open);
}
