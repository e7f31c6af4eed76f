import { z } from 'zod';
import { dayOf } from '../../calendar/local-time.ts';
import { q, run } from '../../db/query.ts';
import { reviewDayFault } from '../../rules/suspension.ts';
import { Invalid } from '../../web/errors.ts';
import { day, longText } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { restartClocks } from '../restart-clocks.ts';
import { CASE_STATUS } from '../states.ts';
import { endSuspension, openSuspension, stopClocksOfCase } from '../suspensions.ts';

/** X-E1, Q-D9: what cannot be solved now is kept on a ledger, with the day on which it is looked at again. */
export const suspend = act({
  files: true,
  form: () =>
    z.object({
      reason: longText('挂账原因', { max: 1000, rows: 3, help: '为什么现在不能解决，已怎样向诉求人说明。' }),
      reviewOn: day('复核日期', { help: '应为今天以后的工作日；到期前须复核能否解决。' }),
    }),
  forecast: () => '挂账期间各时限停止计算，承办单位不能操作；恢复办理后，尚未完成的时限重新计算。',
  record: (db, context, input) => {
    requireReviewDay(context, input.reviewOn);
    const { case: given, now, actor } = context;
    run(
      db,
      q.insertInto('suspensions').values({
        case_id: given.id,
        from_status: given.status,
        reason: input.reason,
        review_on: input.reviewOn,
        started_at: now,
        started_by: actor?.id ?? 0,
      }),
    );
    stopClocksOfCase(db, given.id, now);
    return { why: `${input.reason}（${input.reviewOn} 复核）` };
  },
});

/** Looked at again, and still not to be solved: a new day. */
export const review = act({
  files: true,
  brief: (db, { case: given }) => {
    const suspension = openSuspension(db, given.id);
    return suspension ? { title: '挂账原因', text: suspension.reason } : null;
  },
  form: () =>
    z.object({
      finding: longText('复核情况', { max: 1000, rows: 3, help: '仍不能解决的原因。' }),
      reviewOn: day('下次复核日期', { help: '应为今天以后的工作日。' }),
    }),
  forecast: () => '已具备办理条件的，请点“恢复办理”。',
  record: (db, context, input) => {
    requireReviewDay(context, input.reviewOn);
    run(
      db,
      q
        .updateTable('suspensions')
        .set({ review_on: input.reviewOn })
        .where('case_id', '=', context.case.id)
        .where('ended_at', 'is', null),
    );
    return { why: `${input.finding}（${input.reviewOn} 再次复核）` };
  },
});

/** The case goes on where it stood. */
export const resume = act({
  form: () => z.object({ reason: longText('恢复原因', { rows: 2, max: 500 }) }),
  forecast: (db, { case: given }) => {
    const suspension = openSuspension(db, given.id);
    return suspension
      ? `恢复后工单回到“${CASE_STATUS[suspension.from_status].name}”，尚未完成的时限从现在起重新计算。`
      : null;
  },
  record: (db, context, input) => {
    const { case: given, now } = context;
    const suspension = openSuspension(db, given.id);
    if (!suspension) throw new Error(`case ${given.id} is suspended without a reason`);
    endSuspension(db, given.id, now);
    restartClocks(db, context, suspension.from_status);
    return { to: suspension.from_status, why: input.reason };
  },
});

/** @throws Invalid at the field */
function requireReviewDay({ now, calendar }: ActContext, typed: string): void {
  const fault = reviewDayFault(typed, dayOf(now), calendar);
  if (fault) throw new Invalid(fault, { reviewOn: fault });
}
