import { z } from 'zod';
import { SATISFACTION } from '../cases/acts/call-back.ts';
import { caseById } from '../cases/case-queries.ts';
import type { CaseRow } from '../cases/rows.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { clockBy } from '../people/when.ts';
import { policyAt } from '../policy/policy.ts';
import { type RatingTime, ratingTime } from '../rules/rating.ts';
import { Conflict, Invalid } from '../web/errors.ts';
import { check, choice, longText, type Typed } from '../web/forms.ts';
import { rate } from './rate.ts';
import { answeredAt } from './rating-queries.ts';

const ratingForm = z.object({
  satisfaction: choice(
    '满意程度',
    ['very_satisfied', 'satisfied', 'basically', 'dissatisfied', 'very_dissatisfied'],
    SATISFACTION,
  ),
  note: longText('您的意见', { required: false, max: 500, rows: 3 }).optional(),
});

/** Whether the citizen may rate this case now, and until when (epoch ms) where it was answered. */
export function mayRate(db: Db, given: CaseRow, now: number): RatingTime {
  const { ratingDays } = policyAt(db, given.received_at).sending;
  return ratingTime({ status: given.status, answeredAt: answeredAt(db, given.id) }, ratingDays, now);
}

/**
 * Takes what a citizen sent from the page that their link opened.
 * @throws Invalid where nothing was chosen, Conflict where it is too late or too often
 */
export function rateByLink(db: Db, caseId: number, typed: Typed, now: number): void {
  const { satisfaction, note = '' } = check(ratingForm, typed);
  transact(db, () => {
    const given = caseById(db, caseId);
    if (mayRate(db, given, now) !== 'open') throw new Conflict(CLOSED);
    const until = rate(db, given, { satisfaction, note, source: 'link' }, now);
    if (until !== null)
      throw new Invalid(`评价修改次数过多，上次的评价已保存，请于 ${clockBy(until)} 后再改。`);
  });
}

const CLOSED = '该诉求现在不能评价，本次评价没有保存。如有意见，请致电热线。';
