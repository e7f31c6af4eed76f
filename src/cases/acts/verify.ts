import { z } from 'zod';
import { q, run } from '../../db/query.ts';
import { Invalid } from '../../web/errors.ts';
import { choice, chosen, longText } from '../../web/forms.ts';
import { act } from '../act.ts';
import { lastWords } from '../case-queries.ts';
import { offered } from '../offered.ts';
import { redoByLead, redoForecast } from '../redo.ts';
import { redoReasonOptions } from './redo.ts';

export const VERIFICATION_METHODS = {
  rating: '查看评价与材料',
  phone: '电话核实',
  on_site: '现场核实',
  face_to_face: '当面核实',
} as const;

/** Q-E1, Q-E2: was the dissatisfaction the agency's fault? Then the same agency does it again, counted. */
export const verify = act({
  form: () =>
    z.object({
      method: choice('核实方式', ['phone', 'rating', 'on_site', 'face_to_face'], VERIFICATION_METHODS),
      finding: longText('核实情况', { max: 2000, rows: 4 }),
      responsible: choice('是否属承办单位责任', ['yes', 'no'], { yes: '是，重办', no: '否，办结' }),
      redoReason: chosen('重办原因', 'redoReasons', {
        required: false,
        help: '属承办单位责任的必选。',
      }).optional(),
    }),
  brief: (db, { case: given }) => {
    const text = lastWords(db, given.id, 'call_back', null);
    return text ? { title: '回访情况', text } : null;
  },
  choices: (_db, { policy }) => ({
    redoReasons: redoReasonOptions(policy.redoReasons),
  }),
  forecast: (db, context) => `属承办单位责任的，${redoForecast(db, context)}不属承办单位责任的即办结。`,
  record: (db, context, input) => {
    const { case: given, policy, now, actor } = context;
    const redo = input.responsible === 'yes';
    if (redo && !input.redoReason) throw new Invalid('请选择重办原因。', { redoReason: '请选择重办原因。' });
    const reason = redo
      ? offered(policy.redoReasons, (each) => each.code, input.redoReason ?? '', 'redoReason', '重办原因')
      : null;
    run(
      db,
      q.insertInto('verifications').values({
        case_id: given.id,
        round: given.round,
        at: now,
        by_user: actor?.id ?? 0,
        method: input.method,
        finding: input.finding,
        agency_responsible: reason ? 1 : 0,
        redo_reason: reason?.code ?? null,
      }),
    );
    const words = `${VERIFICATION_METHODS[input.method]}：${input.finding}`;
    if (!reason) {
      run(db, q.updateTable('cases').set({ outcome: 'not_responsible' }).where('id', '=', given.id));
      return { to: 'closed', why: `${words}（不属承办单位责任）` };
    }
    // Q-A7: the finding may repeat what the citizen said of themselves.
    const told = given.confidential === 1 ? '' : input.finding;
    return { to: 'dispatched', why: `${words}（属承办单位责任，${redoByLead(db, context, reason, told)}）` };
  },
});
