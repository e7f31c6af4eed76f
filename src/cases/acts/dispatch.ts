import { z } from 'zod';
import { agencyOptions, dispatchable } from '../../agencies/queries.ts';
import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { prepared, q, run } from '../../db/query.ts';
import { isStaffed } from '../../people/queries.ts';
import { ROLES } from '../../people/roles.ts';
import { deadlineOf } from '../../rules/deadlines.ts';
import { Invalid } from '../../web/errors.ts';
import { chosen, longText, severalChosen } from '../../web/forms.ts';
import { act } from '../act.ts';
import { assign, unsigned } from '../assign.ts';
import { offered } from '../offered.ts';

/** Q-B1, Q-B2: to one lead agency, which answers the citizen, and any number of assisting ones. */
export const dispatch = act({
  form: () =>
    z.object({
      lead: chosen('牵头单位', 'agencies'),
      assists: severalChosen('协办单位', 'agencies', {
        help: '协办意见交牵头单位汇总，由牵头单位答复诉求人。',
      }),
      opinion: longText('派单意见', { required: false, rows: 2, max: 500 }).optional(),
    }),
  choices: (db) => ({ agencies: agencyOptions(db) }),
  // After a granted return the agency that was proposed is the likeliest.
  initial: (db, context) => ({ lead: proposedLead(db, context.case.id) }),
  forecast: (_db, { facts, calendar, now }) => {
    const asLead = { ...facts, assignment: unsigned('lead') };
    const sign = deadlineOf('sign', asLead, calendar, now);
    const reply = deadlineOf('reply', asLead, calendar, now);
    if (!sign || !reply) return null;
    return `现在派出：签收时限 ${exactTime(sign.dueAt)}，答复时限 ${exactTime(reply.dueAt)}。`;
  },
  record: (db, context, input) => {
    const agencies = dispatchable(db);
    const pick = (typed: string, field: string, label: string) =>
      offered(agencies, (agency) => agency.id, typed, field, label);
    const lead = pick(input.lead, 'lead', '牵头单位');
    if (input.assists.includes(input.lead)) {
      throw new Invalid('牵头单位不能同时协办。', {
        assists: `${lead.short_name}已是牵头单位，请从协办单位中去掉。`,
      });
    }
    const assists = [...new Set(input.assists)].map((typed) => pick(typed, 'assists', '协办单位'));
    requireStaff(db, lead, 'lead');
    for (const agency of assists) requireStaff(db, agency, 'assists');
    const opinion = input.opinion ?? '';
    const round = context.case.round;
    assign(db, context, { agencyId: lead.id, role: 'lead', round, opinion });
    for (const { id } of assists) assign(db, context, { agencyId: id, role: 'assist', round, opinion });
    run(db, q.updateTable('cases').set({ lead_agency_id: lead.id }).where('id', '=', context.case.id));
    return {
      why: dispatchWords(
        lead.short_name,
        assists.map((each) => each.short_name),
        opinion,
      ),
    };
  },
});

/** Q-B2: the lead no longer waits for an assisting agency that does not answer. */
export const waive = act({
  form: () => z.object({ reason: longText('免除原因', { rows: 2, max: 500 }) }),
  forecast: () => '免除后，牵头单位不必再等待该单位的协办意见。',
  record: (_db, _context, input) => ({ why: input.reason }),
});

/** A case sent to the wrong agency, or to one where nobody works on it, comes back to the dispatcher. */
export const recall = act({
  form: () => z.object({ reason: longText('收回原因', { rows: 2, max: 500 }) }),
  forecast: () => '收回后工单回到待派单，各单位的派单一并撤回，答复时限在重新派单后重新计算。',
  record: (_db, _context, input) => ({ why: input.reason }),
});

const PROPOSED = `SELECT e.detail ->> '$.proposed' FROM events e JOIN assignments s ON s.id = e.assignment_id
  WHERE e.case_id = ? AND e.act = 'ask_return' AND s.status = 'returned' AND s.role <> 'assist' ORDER BY e.id DESC LIMIT 1`;

function proposedLead(db: Db, caseId: number): string {
  return String(prepared(db, PROPOSED).pluck().get(caseId) ?? '');
}

/** Nobody would sign: said before the case goes where it would lie unseen. */
function requireStaff(db: Db, agency: { id: number; short_name: string }, field: string): void {
  for (const role of ['handler', 'agency_leader'] as const) {
    if (isStaffed(db, agency.id, role)) continue;
    const message = `${agency.short_name}目前没有在岗的${ROLES[role].name}，派去无人办理。请联系系统管理员添加人员，或改派其他单位。`;
    throw new Invalid(message, { [field]: message });
  }
}

function dispatchWords(lead: string, assists: readonly string[], opinion: string): string {
  const parts = [`牵头：${lead}`];
  if (assists.length > 0) parts.push(`协办：${assists.join('、')}`);
  if (opinion) parts.push(`意见：${opinion}`);
  return parts.join('；');
}
