import { z } from 'zod';
import { agencyOptions, dispatchable } from '../../agencies/queries.ts';
import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { q, run } from '../../db/query.ts';
import { chosen, flag, longText } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { lastWords } from '../case-queries.ts';
import { offered } from '../offered.ts';
import { readByAgency } from '../read-by-agency.ts';
import { opinion } from './opinion.ts';

/** Q-C3: not ours, with whose it is, the reasons and the legal grounds. */
export const askReturn = act({
  form: () =>
    z.object({
      proposed: chosen('建议承办单位', 'agencies'),
      reason: longText('退件理由', { max: 1000, rows: 3 }),
      ground: longText('法律法规或职责依据', { max: 1000, rows: 2 }),
    }),
  choices: (db) => ({ agencies: agencyOptions(db) }),
  forecast: (_db, { facts }) => {
    const until = facts.returnDueAt === null ? '' : `退件须于 ${exactTime(facts.returnDueAt)} 前提出。`;
    return `${until}提交后由热线派单员审核；审核期间办理时限照常计算。`;
  },
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
  form: (context) =>
    z.object({
      note: opinion('审核意见', readByAgency(context)),
    }),
  forecast: (_db, { assignment }) =>
    assignment?.role === 'assist'
      ? '同意后，该单位不再协办。'
      : '同意后，工单回到待派单，其他单位的派单一并收回。',
  record: (_db, _context, input) => ({ why: input.note ?? '' }),
});

export const refuseReturn = act({
  brief: request,
  form: (context) =>
    z.object({
      reason: longText('不同意的理由', { max: 1000, rows: 3, ...readByAgency(context) }),
      bar: flag('禁止再次退件', { help: '勾选后，该单位不能再就本次派单申请退件。' }),
    }),
  record: (db, { assignment }, input) => {
    if (!input.bar) return { why: input.reason };
    const barred = q.updateTable('assignments').set({ return_barred: 1 });
    run(db, barred.where('id', '=', assignment?.id ?? 0));
    return { why: `${input.reason}（禁止再次退件）` };
  },
});
