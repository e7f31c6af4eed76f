import { z } from 'zod';
import { q, run } from '../../db/query.ts';
import { choice, chosen, longText, text } from '../../web/forms.ts';
import { act } from '../act.ts';
import { offered } from '../offered.ts';
import { settleOwed } from './owe-answer.ts';

/** Q-A1: taken on; the dispatcher sends it out. */
export const accept = act({
  form: () => z.object({ note: longText('备注', { required: false, rows: 2, max: 500 }).optional() }),
  record: (db, context, input) => {
    settleOwed(db, context, '已受理，转承办单位办理');
    return { why: input.note ?? '' };
  },
});

/** Q-A2: answered at once, while the caller is still on the line. */
export const answer = act({
  form: () =>
    z.object({
      answer: longText('答复内容', { rows: 5 }),
      basis: text('答复依据', { required: false, help: '引用的政策文件或知识条目名称' }).optional(),
    }),
  record: (db, context, input) => {
    const { case: given } = context;
    settleOwed(db, context, '已答复');
    run(
      db,
      q.updateTable('cases').set({ answer: input.answer, outcome: 'answered' }).where('id', '=', given.id),
    );
    return { why: input.basis ? `${input.answer}\n依据：${input.basis}` : input.answer };
  },
});

export const TOLD = {
  on_the_line: '通话中已告知',
  called: '已另行电话告知',
  sms: '已短信告知',
  cannot: '匿名且未留联系方式，无法告知',
} as const;

/** Q-A3: not to be accepted, with the reason, where to turn instead, and how the caller was told. */
export const reject = act({
  form: () =>
    z.object({
      reason: chosen('不予受理原因', 'reasons'),
      told: choice('告知方式', ['on_the_line', 'called', 'sms', 'cannot'], TOLD),
      note: longText('补充说明', { required: false, rows: 2, max: 500 }).optional(),
    }),
  choices: (_db, { policy }) => ({
    reasons: policy.rejectionReasons.map((reason) => ({
      value: reason.code,
      text: reason.name,
      hint: reason.referral ? `${reason.guidance}（转介电话 ${reason.referral}）` : reason.guidance,
    })),
  }),
  record: (db, context, input) => {
    const { case: given, policy } = context;
    settleOwed(db, context, '不予受理，已告知');
    const reason = offered(
      policy.rejectionReasons,
      (each) => each.code,
      input.reason,
      'reason',
      '不予受理原因',
    );
    run(
      db,
      q
        .updateTable('cases')
        .set({ rejection_reason: reason.code, outcome: 'rejected' })
        .where('id', '=', given.id),
    );
    return { why: [reason.name, TOLD[input.told], input.note ?? ''].filter(Boolean).join('。') };
  },
});
