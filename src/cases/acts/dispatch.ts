import { z } from 'zod';
import { agencyOptions, dispatchable } from '../../agencies/queries.ts';
import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { q, run } from '../../db/query.ts';
import { chosenItem, ITEM_FIELD } from '../../items/choose.ts';
import { choosable, type ItemRow, itemById, itemOptions } from '../../items/queries.ts';
import { itemWords } from '../../items/words.ts';
import { isStaffed } from '../../people/queries.ts';
import { ROLES } from '../../people/roles.ts';
import { deadlineOf } from '../../rules/deadlines.ts';
import { one } from '../../web/body.ts';
import { Invalid } from '../../web/errors.ts';
import { choice, chosen, flag, longText, severalChosen } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { assign, unsigned } from '../assign.ts';
import { proposalFor } from '../dispatch-proposal.ts';
import { offered } from '../offered.ts';
import { readByAgency } from '../read-by-agency.ts';
import type { CaseRow } from '../rows.ts';
import { ASSIGNMENT_ROLE } from '../states.ts';
import { opinion } from './opinion.ts';

/** Q-B1..Q-B3: to the agency that answers the citizen, lead or fallback, and any number of assisting ones. */
export const dispatch = act({
  form: (context) =>
    z.object({
      item: chosen(ITEM_FIELD, 'items', {
        required: false,
        help: '属于清单事项的请选定，办理时限按事项计算。',
        refreshes: true,
      }).optional(),
      lead: chosen('牵头单位', 'agencies', { follows: true }),
      role: choice('承办角色', ['lead', 'fallback'], ASSIGNMENT_ROLE, {
        required: false,
        help: '职责不清或交叉的选“兜底”：由上面选定的兜底单位承办并答复诉求人。',
        follows: true,
      }).optional(),
      assists: severalChosen('协办单位', 'agencies', {
        help: '协办意见交牵头单位汇总，由牵头单位答复诉求人。',
      }),
      returnBarred: flag('禁止再次退件', {
        help: '牵头单位不能再申请退件，用于经协调已经明确承办单位的工单。',
      }),
      opinion: opinion('派单意见', readByAgency(context)),
    }),
  choices: (db, { case: given }) => ({ agencies: agencyOptions(db), items: itemOptions(db, given.item_id) }),
  initial: (db, { case: given }, own) => ({
    ...proposalFor(db, given, one(own, 'lead')),
    item: String(given.item_id ?? ''),
  }),
  considering: (db, context, typed) => {
    if (typed.item === undefined) return context;
    const items = choosable(db, context.case.item_id);
    return withItem(context, items.find(({ id }) => String(id) === typed.item) ?? null);
  },
  forecast: (db, { case: given, facts, calendar, now }) => {
    const asLead = { ...facts, assignment: unsigned('lead') };
    const sign = deadlineOf('sign', asLead, calendar, now);
    const reply = deadlineOf('reply', asLead, calendar, now);
    if (!sign || !reply) return null;
    const item = itemById(db, given.item_id);
    const listed = item ? `${itemWords(item, facts.kind)}。` : '';
    return `${listed}现在派出：签收时限 ${exactTime(sign.dueAt)}，答复时限 ${exactTime(reply.dueAt)}。`;
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
    const item = chosenItem(db, input.item, context.case.item_id);
    const listed = withItem(context, item);
    if (listed !== context) settleItem(db, listed.case);
    const { role = 'lead', opinion = '', returnBarred } = input;
    const round = context.case.round;
    assign(db, listed, { agencyId: lead.id, role, round, opinion, returnBarred });
    for (const { id } of assists) assign(db, listed, { agencyId: id, role: 'assist', round, opinion });
    run(db, q.updateTable('cases').set({ lead_agency_id: lead.id }).where('id', '=', context.case.id));
    const parts = [
      `${ASSIGNMENT_ROLE[role]}：${lead.short_name}`,
      assists.length > 0 ? `协办：${assists.map((each) => each.short_name).join('、')}` : '',
      item ? `${ITEM_FIELD}：${item.name}` : '',
      listed.case.category_id === context.case.category_id ? '' : `诉求分类：${item?.category ?? ''}`,
      returnBarred ? '禁止再次退件' : '',
      opinion ? `意见：${opinion}` : '',
    ];
    return { why: parts.filter(Boolean).join('；') };
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

/** As if the case had this item: it decides about the limits (Q-D2) and fills an empty category, as at intake. */
function withItem(context: ActContext, item: ItemRow | null): ActContext {
  const { case: given } = context;
  const item_id = item?.id ?? null;
  if (item_id === given.item_id) return context;
  const category_id = given.category_id ?? item?.category_id ?? null;
  return {
    ...context,
    case: { ...given, item_id, item_days: item?.reply_days ?? null, category_id },
    facts: { ...context.facts, item: item && { replyDays: item.reply_days } },
  };
}

function settleItem(db: Db, { id, item_id, item_days, category_id }: CaseRow): void {
  run(db, q.updateTable('cases').set({ item_id, item_days, category_id }).where('id', '=', id));
}

type Receiver = { id: number; short_name: string; external: number };

/** Nobody would sign: said before the case goes where it would lie unseen. An outside unit gets a letter (Q-B5). */
export function requireStaff(db: Db, agency: Receiver, field: string): void {
  if (agency.external === 1) return;
  for (const role of ['handler', 'agency_leader'] as const) {
    if (isStaffed(db, agency.id, role)) continue;
    const message = `${agency.short_name}目前没有在岗的${ROLES[role].name}，派去无人办理。请联系系统管理员添加人员，或改派其他单位。`;
    throw new Invalid(message, { [field]: message });
  }
}
