import { z } from 'zod';
import { formatLocal } from '../../calendar/local-time.ts';
import { exactTime } from '../../calendar/words.ts';
import type { RedoReason } from '../../presets/types.ts';
import { type TellingWay, tellingWays } from '../../rules/citizen-told.ts';
import { notAfterNow, notBefore } from '../../rules/times.ts';
import { finishTask, openTasks } from '../../tasks/tasks.ts';
import { Invalid } from '../../web/errors.ts';
import { choice, chosen, dateTime, longText, type Option, text } from '../../web/forms.ts';
import { act } from '../act.ts';
import { offered } from '../offered.ts';
import { redoByLead, redoForecast } from '../redo.ts';
import { assignmentOf } from './sign.ts';

/** Q-E2, Q-E3: found out otherwise than by a verification: a spot check, a new complaint, somebody's letter. */
export const redo = act({
  form: () =>
    z.object({
      reason: chosen('重办原因', 'redoReasons'),
      ground: longText('重办依据', {
        max: 2000,
        rows: 3,
        help: '如抽查情况、诉求人再次来电、现场查看结果。',
      }),
    }),
  choices: (_db, { policy }) => ({ redoReasons: redoReasonOptions(policy.redoReasons) }),
  forecast: (db, context) => `将${redoForecast(db, context)}`,
  record: (db, context, input) => {
    const { case: given, policy } = context;
    const reason = offered(policy.redoReasons, (each) => each.code, input.reason, 'reason', '重办原因');
    // Q-A7: the ground may repeat what the citizen said of themselves.
    const told = given.confidential === 1 ? '' : input.ground;
    const done = redoByLead(db, context, reason, told);
    return { why: `${reason.name}。${input.ground}（${done}）`, detail: { reason: reason.code } };
  },
});

/** With what the agency owes the citizen, where it is more than the answer (G-E4). */
export function redoReasonOptions(reasons: readonly RedoReason[]): Option[] {
  const hints = { apology: '须先登记致歉，再提交答复', no_fee: '须先登记免费上门，再提交答复' } as const;
  return reasons.map(({ code, name, owes }) => ({
    value: code,
    text: name,
    ...(owes ? { hint: hints[owes] } : {}),
  }));
}

const APOLOGISED: Readonly<Record<TellingWay, string>> = {
  phone: '电话致歉',
  in_person: '当面致歉',
  via_hotline: '由热线转达致歉',
  published: '随公开答复致歉',
};

/** G-E4: who apologised, or came again without a fee; when and how. The new answer waits for it. */
export const fulfil = act({
  files: true,
  form: ({ facts }) =>
    z.object({
      who: text(facts.openTasks.has('apology') ? '致歉人' : '上门人员', { max: 60, help: '姓名和职务' }),
      at: dateTime(facts.openTasks.has('apology') ? '致歉时间' : '上门时间'),
      ...(facts.openTasks.has('apology')
        ? { how: choice('致歉方式', tellingWays(facts.case), APOLOGISED) }
        : {}),
      note: longText(facts.openTasks.has('apology') ? '致歉情况' : '免费上门情况', { max: 1000, rows: 3 }),
    }),
  initial: (_db, { now, facts }) => ({
    at: formatLocal(now).replace(' ', 'T'),
    how: tellingWays(facts.case).at(-1) ?? '',
  }),
  forecast: () => '登记后即可提交答复。',
  record: (db, context, input) => {
    const { facts, now, actor } = context;
    const given = assignmentOf(context);
    const fault =
      notAfterNow(input.at, now, '时间') ?? notBefore(input.at, given.dispatched_at, '时间', '重办派单时间');
    if (fault) throw new Invalid(fault, { at: fault });
    const how = 'how' in input ? APOLOGISED[input.how as TellingWay] : '再次上门未收费';
    const why = `${exactTime(input.at)} ${input.who}，${how}：${input.note}`;
    const kind = facts.openTasks.has('apology') ? 'apology' : 'no_fee';
    for (const task of openTasks(db, given.case_id, kind)) {
      if (task.assignment_id === given.id) finishTask(db, task.id, { by: actor?.id ?? 0, result: why, now });
    }
    return { why };
  },
});
