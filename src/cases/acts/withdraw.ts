import { z } from 'zod';
import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { q, run } from '../../db/query.ts';
import { askToTellContacts } from '../../tasks/emergency-contacts.ts';
import { choice, longText } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { lastWords } from '../case-queries.ts';

export const SAID_BY = { phone: '来电', in_person: '来访', letter: '来信', net: '网络留言' } as const;

const asked = {
  how: choice('诉求人提出的方式', ['phone', 'in_person', 'letter', 'net'], SAID_BY),
  reason: longText('撤诉理由', {
    max: 1000,
    rows: 3,
    help: '由诉求人本人提出并说明理由；没有正当理由的，不予撤诉。',
  }),
};

/** Q-A4: with the citizen's reason, and how they said it. */
export const withdrawCase = act({
  form: () => z.object(asked),
  forecast: (_db, { facts }) => {
    const { withdrawalDueAt: dueAt } = facts;
    return `${dueAt === null ? '' : `撤诉时限 ${exactTime(dueAt)}。`}${CONSEQUENCE}`;
  },
  record: (db, context, input) => {
    endAsWithdrawn(db, context);
    return { why: `${SAID_BY[input.how]}提出。理由：${input.reason}` };
  },
});

/** Q-A4: beyond the limit, by a supervisor, with the ground for it on the record. */
export const withdrawLate = act({
  form: () => z.object({ ...asked, ground: longText('特批依据', { max: 1000, rows: 2 }) }),
  forecast: (_db, { facts }) =>
    `撤诉时限已于 ${exactTime(facts.withdrawalDueAt ?? 0)} 届满，特批理由和您的姓名会留在工单经过中。${CONSEQUENCE}`,
  record: (db, context, input) => {
    endAsWithdrawn(db, context);
    const limit = exactTime(context.facts.withdrawalDueAt ?? 0);
    return {
      why: `${SAID_BY[input.how]}提出。理由：${input.reason} 时限已于 ${limit} 届满，特批依据：${input.ground}`,
    };
  },
});

const CONSEQUENCE = '撤诉后工单结束，各承办单位的派单一并收回，不再回访。';

function endAsWithdrawn(db: Db, { case: given }: ActContext): void {
  run(db, q.updateTable('cases').set({ outcome: 'withdrawn' }).where('id', '=', given.id));
}

/** Q-A3: what should not have been rejected goes to the dispatcher after all. */
export const overrule = act({
  brief: (db, { case: given }) => {
    const text = lastWords(db, given.id, 'reject', null);
    return text ? { title: '原不予受理情况', text } : null;
  },
  form: () => z.object({ reason: longText('撤销理由', { max: 1000, rows: 3 }) }),
  forecast: () => '撤销后工单转为待派单，派单时限从现在起算。请告知诉求人其诉求已受理。',
  record: (db, { case: given, now }, input) => {
    const accepted = { outcome: null, rejection_reason: null, closed_at: null };
    run(db, q.updateTable('cases').set(accepted).where('id', '=', given.id));
    // Whom the rejection took off the list has to hear of an emergency after all (Q-A6).
    askToTellContacts(db, given.id, now);
    return { why: input.reason };
  },
});
