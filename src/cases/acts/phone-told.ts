import { z } from 'zod';
import { agencyById } from '../../agencies/queries.ts';
import { formatLocal } from '../../calendar/local-time.ts';
import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { notAfterNow, notBefore } from '../../rules/times.ts';
import { finishTask, openTasks, type TaskRow } from '../../tasks/tasks.ts';
import { Invalid } from '../../web/errors.ts';
import { dateTime, longText, text } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { assignmentOf } from './sign.ts';

/** Q-A5: an agency was told of an urgent case by telephone: who, at which number, when, and what was said. */
export const phoneTold = act({
  brief: whomToRing,
  form: () =>
    z.object({
      who: text('接听人姓名', { max: 40 }),
      post: text('接听人职务', { max: 40 }),
      number: text('拨打号码', { max: 40 }),
      at: dateTime('通知时间'),
      said: longText('通知内容与对方答复', {
        max: 1000,
        rows: 3,
        help: '承办单位会看到这段文字，请勿写入诉求人的姓名、电话和住址。',
      }),
    }),
  initial,
  forecast: () => '登记后，这一项从值班台移除；签收时限照常计算。',
  record: (db, context, input) => {
    requireTime(context, input.at);
    const words = `${input.who}（${input.post}），${input.number}，${exactTime(input.at)}：${input.said}`;
    for (const task of askedOf(db, context)) {
      finishTask(db, task.id, { by: context.actor?.id ?? 0, result: words, now: context.now });
    }
    return { why: words };
  },
});

/** Nobody was reached: on record as well, and the task stays. */
export const phoneFailed = act({
  brief: whomToRing,
  form: () =>
    z.object({
      number: text('拨打号码', { max: 40 }),
      at: dateTime('拨打时间'),
      note: text('情况', { max: 100, help: '如：无人接听、占线、停机。' }),
    }),
  initial,
  forecast: () => '登记后，这一项仍留在值班台，请继续联系该单位，或改拨其分管领导。',
  record: (_db, context, input) => {
    requireTime(context, input.at);
    return { why: `${input.number}，${exactTime(input.at)}：${input.note}` };
  },
});

function whomToRing(db: Db, context: ActContext) {
  const text = askedOf(db, context)
    .map((task) => task.what)
    .join('\n');
  return text ? { title: '需电话通知', text } : null;
}

function initial(db: Db, context: ActContext) {
  const agency = agencyById(db, assignmentOf(context).agency_id);
  return {
    number: agency?.office_phone ?? '',
    at: formatLocal(context.now).replace(' ', 'T'),
  };
}

function askedOf(db: Db, context: ActContext): TaskRow[] {
  const { id } = assignmentOf(context);
  return openTasks(db, context.case.id, 'must_phone').filter((task) => task.assignment_id === id);
}

/** @throws Invalid for a time ahead, or before the agency had the case */
function requireTime(context: ActContext, at: number): void {
  const fault =
    notAfterNow(at, context.now) ?? notBefore(at, assignmentOf(context).dispatched_at, '时间', '派单时间');
  if (fault) throw new Invalid(fault, { at: fault });
}
