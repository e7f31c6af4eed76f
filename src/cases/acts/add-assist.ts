import { z } from 'zod';
import { agencyOptions, dispatchable } from '../../agencies/queries.ts';
import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { prepared } from '../../db/query.ts';
import { deadlineOf } from '../../rules/deadlines.ts';
import { Invalid } from '../../web/errors.ts';
import { chosen } from '../../web/forms.ts';
import { act } from '../act.ts';
import { assign, unsigned } from '../assign.ts';
import { offered } from '../offered.ts';
import { readByAgency } from '../read-by-agency.ts';
import type { CaseRow } from '../rows.ts';
import { requireStaff } from './dispatch.ts';
import { opinion } from './opinion.ts';

/** Q-B2, Q-C4: another agency's part came to light after the dispatch. */
export const addAssist = act({
  form: (context) =>
    z.object({
      agency: chosen('协办单位', 'agencies', {
        help: '协办意见交牵头单位汇总，由牵头单位答复诉求人。',
      }),
      opinion: opinion('派单意见', readByAgency(context)),
    }),
  choices: (db) => ({ agencies: agencyOptions(db) }),
  forecast: (_db, { facts, calendar, now }) => {
    const asAssist = { ...facts, assignment: unsigned('assist') };
    const sign = deadlineOf('sign', asAssist, calendar, now);
    const reply = deadlineOf('reply', asAssist, calendar, now);
    if (!sign || !reply) return null;
    return `现在派出：签收时限 ${exactTime(sign.dueAt)}，协办意见时限 ${exactTime(reply.dueAt)}。牵头单位须待协办意见到齐后提交答复。`;
  },
  record: (db, context, input) => {
    const agency = offered(dispatchable(db), (each) => each.id, input.agency, 'agency', '协办单位');
    if (isGiven(db, context.case, agency.id)) {
      const message = `${agency.short_name}已在办理本工单，请选择其他单位。`;
      throw new Invalid(message, { agency: message });
    }
    requireStaff(db, agency, 'agency');
    const opinion = input.opinion ?? '';
    assign(db, context, { agencyId: agency.id, role: 'assist', round: context.case.round, opinion });
    return { why: `协办：${agency.short_name}${opinion ? `；意见：${opinion}` : ''}` };
  },
});

const GIVEN = `SELECT 1 FROM assignments WHERE case_id = ? AND round = ? AND agency_id = ?
  AND status NOT IN ('returned', 'withdrawn')`;

function isGiven(db: Db, given: CaseRow, agencyId: number): boolean {
  return prepared(db, GIVEN).get(given.id, given.round, agencyId) !== undefined;
}
