import { z } from 'zod';
import { first, q, run } from '../../db/query.ts';
import { nameIn } from '../../policy/policy.ts';
import { Invalid } from '../../web/errors.ts';
import { choice, chosen, longText } from '../../web/forms.ts';
import { act } from '../act.ts';
import { assign } from '../assign.ts';
import { lastWords } from '../case-queries.ts';
import { offered } from '../offered.ts';

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
    redoReasons: policy.redoReasons.map((reason) => ({ value: reason.code, text: reason.name })),
  }),
  record: (db, context, input) => {
    const { case: given, policy, now, actor } = context;
    const redo = input.responsible === 'yes';
    if (redo && !input.redoReason) throw new Invalid('请选择重办原因。', { redoReason: '请选择重办原因。' });
    const reason = redo
      ? offered(policy.redoReasons, (each) => each.code, input.redoReason ?? '', 'redoReason', '重办原因')
          .code
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
        agency_responsible: redo ? 1 : 0,
        redo_reason: reason,
      }),
    );
    const words = `${VERIFICATION_METHODS[input.method]}：${input.finding}`;
    if (!redo) {
      run(db, q.updateTable('cases').set({ outcome: 'not_responsible' }).where('id', '=', given.id));
      return { to: 'closed', why: `${words}（不属承办单位责任）` };
    }
    // Q-A7: the finding may repeat what the citizen said of themselves.
    const found = given.confidential === 1 ? '' : input.finding;
    redoByLead(context, db, `重办：${nameIn(policy.redoReasons, reason)}。${found}`);
    return { to: 'dispatched', why: `${words}（属承办单位责任，第 ${given.round + 1} 次重办）` };
  },
});

function redoByLead(
  context: Parameters<typeof assign>[1],
  db: Parameters<typeof assign>[0],
  opinion: string,
): void {
  const { case: given } = context;
  const lead = first(
    db,
    q
      .selectFrom('assignments')
      .select(['agency_id', 'role'])
      .where('case_id', '=', given.id)
      .where('role', '<>', 'assist')
      .orderBy('id', 'desc')
      .limit(1),
  );
  if (!lead) throw new Error(`case ${given.id} was answered without a lead agency`);
  const round = given.round + 1;
  run(db, q.updateTable('cases').set({ round }).where('id', '=', given.id));
  assign(db, context, { agencyId: lead.agency_id, role: lead.role, round, opinion });
}
