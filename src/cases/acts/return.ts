import { z } from 'zod';
import { agencyOptions, dispatchable } from '../../agencies/queries.ts';
import type { Db } from '../../db/open.ts';
import { chosen, longText } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { lastWords } from '../case-queries.ts';
import { offered } from '../offered.ts';

/** Q-C3: not ours, with whose it is, the reasons and the legal grounds. */
export const askReturn = act({
  form: () =>
    z.object({
      proposed: chosen('建议承办单位', 'agencies'),
      reason: longText('退件理由', { max: 1000, rows: 3 }),
      ground: longText('法律法规或职责依据', { max: 1000, rows: 2 }),
    }),
  choices: (db) => ({ agencies: agencyOptions(db) }),
  forecast: () => '提交后由热线派单员审核；审核期间办理时限照常计算。',
  record: (db, _context, input) => {
    const agency = offered(dispatchable(db), (each) => each.id, input.proposed, 'proposed', '建议承办单位');
    return {
      why: `建议由${agency.short_name}承办。理由：${input.reason} 依据：${input.ground}`,
      detail: { proposed: agency.id },
    };
  },
});

/** What the agency said when it asked. */
function request(db: Db, { case: given, assignment }: ActContext) {
  const text = lastWords(db, given.id, 'ask_return', assignment?.id ?? null);
  return text ? { title: '退件申请', text } : null;
}

export const grantReturn = act({
  brief: request,
  form: () => z.object({ note: longText('审核意见', { required: false, rows: 2, max: 500 }).optional() }),
  forecast: (_db, { assignment }) =>
    assignment?.role === 'assist'
      ? '同意后，该单位不再协办。'
      : '同意后，工单回到待派单，其他单位的派单一并收回。',
  record: (_db, _context, input) => ({ why: input.note ?? '' }),
});

export const refuseReturn = act({
  brief: request,
  form: () => z.object({ reason: longText('不同意的理由', { max: 1000, rows: 3 }) }),
  record: (_db, _context, input) => ({ why: input.reason }),
});
