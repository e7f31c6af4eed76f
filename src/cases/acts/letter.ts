import { z } from 'zod';
import { agencyById } from '../../agencies/queries.ts';
import { formatLocal } from '../../calendar/local-time.ts';
import { exactTime } from '../../calendar/words.ts';
import { q, run } from '../../db/query.ts';
import { notAfterNow, notBefore } from '../../rules/times.ts';
import { Invalid } from '../../web/errors.ts';
import { choice, dateTime, text } from '../../web/forms.ts';
import { act } from '../act.ts';
import { assignmentOf } from './sign.ts';

export const SENT_HOW = { email: '电子邮件', post: '邮寄', exchange: '公文交换' } as const;

/** Q-B5: the letter to an outside unit went out; `send_again` records a reminder or what was sent back to it. */
export const sendLetter = act({
  files: true,
  form: () =>
    z.object({
      how: choice('发函方式', ['email', 'post', 'exchange'], SENT_HOW),
      to: text('收函单位或收件人', { max: 100 }),
      address: text('收函地址或邮箱', { required: false, max: 200 }).optional(),
      at: dateTime('发函时间'),
    }),
  initial: (db, context) => {
    const agency = agencyById(db, assignmentOf(context).agency_id);
    return {
      how: agency?.email ? 'email' : 'post',
      to: [agency?.name, agency?.contact_person].filter(Boolean).join(' '),
      address: agency?.email || (agency?.address ?? ''),
      at: formatLocal(context.now).slice(0, 16).replace(' ', 'T'),
    };
  },
  forecast: (_db, { facts }) => {
    const until = facts.replyDueAt === null ? '' : `该单位应于 ${exactTime(facts.replyDueAt)} 前答复；`;
    return `函件可在本页“外部单位函件”中打印。${until}收到答复后请点“录入外单位答复”。`;
  },
  record: (db, context, input) => {
    const given = assignmentOf(context);
    const fault =
      notAfterNow(input.at, context.now, '发函时间') ??
      notBefore(input.at, given.dispatched_at, '发函时间', '派单时间');
    if (fault) throw new Invalid(fault, { at: fault });
    run(db, q.updateTable('assignments').set({ letter_sent_at: input.at }).where('id', '=', given.id));
    const address = input.address ? `（${input.address}）` : '';
    return { why: `${exactTime(input.at)} ${SENT_HOW[input.how]}至${input.to}${address}` };
  },
});
