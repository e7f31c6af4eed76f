import { z } from 'zod';
import { agencyById } from '../../agencies/queries.ts';
import type { Day } from '../../calendar/days.ts';
import { dayOf, formatLocal } from '../../calendar/local-time.ts';
import type { Db } from '../../db/open.ts';
import { first, q, run } from '../../db/query.ts';
import { type TellingWay, tellingWays } from '../../rules/citizen-told.ts';
import { plannedReviewFault } from '../../rules/conclusion.ts';
import { notAfterNow, notBefore } from '../../rules/times.ts';
import { Invalid } from '../../web/errors.ts';
import { choice, dateTime, day, longText, text } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { assistOpinions } from '../assist-opinions.ts';
import { refuseNameInReply } from '../identity-in-text.ts';
import { opinion } from './opinion.ts';
import { assignmentOf } from './sign.ts';

export const CONCLUSIONS = {
  solved: '已解决',
  partly: '部分解决',
  explained: '已解释说明',
  not_now: '暂不能解决',
} as const;

export const TOLD_HOW: Readonly<Record<TellingWay, string>> = {
  phone: '电话告知',
  in_person: '当面告知',
  via_hotline: '由热线转告',
  published: '平台公开答复',
};

/** What the citizen will read, and how it ended (Q-D9). */
export const RESULT = {
  publicReply: longText('公开答复', {
    help: '诉求人会看到这段文字，请勿写入姓名、电话、住址等个人信息。',
    rows: 5,
  }),
  conclusion: choice('办理结论', ['solved', 'partly', 'explained', 'not_now'], CONCLUSIONS),
  reviewOn: day('复查日期', {
    required: false,
    help: '结论为“暂不能解决”的，须填写以后何时复查。',
  }).optional(),
};

/** Q-D5..Q-D7, Q-D9: the lead's result in two texts, with how and when the citizen was told. */
export const submit = act({
  files: true,
  brief: (db, { case: given }) => assistOpinions(db, given),
  form: ({ facts }) => {
    const ways = tellingWays(facts.case);
    const inPerson = ways.includes('phone');
    const published = ways.includes('published');
    return z.object({
      handling: longText('办理情况', { help: '供热线审核，不对外公开。', rows: 5 }),
      ...RESULT,
      toldHow: choice('告知诉求人的方式', tellingWays(facts.case), TOLD_HOW),
      toldAt: dateTime('告知时间', { required: inPerson }).optional(),
      officePhone: text('咨询电话', {
        required: published,
        max: 30,
        ...(published ? { help: '诉求人无法联系，答复公开后供其咨询。' } : {}),
      }).optional(),
      contactPerson: text('联系人', { required: published, max: 30 }).optional(),
    });
  },
  initial: (db, context) => {
    const given = assignmentOf(context);
    const last = latestReply(db, given.id);
    const agency = agencyById(db, given.agency_id);
    const ways = tellingWays(context.facts.case);
    return {
      handling: last?.handling ?? '',
      publicReply: last?.public_reply ?? '',
      conclusion: last?.conclusion ?? '',
      reviewOn: last?.review_on ?? '',
      toldHow: last?.told_how || ways[0],
      toldAt: last?.told_at ? formatLocal(last.told_at).slice(0, 16).replace(' ', 'T') : '',
      officePhone: last?.office_phone || (agency?.office_phone ?? ''),
      contactPerson:
        last?.contact_person || (ways.includes('published') ? (agency?.contact_person ?? '') : ''),
    };
  },
  record: (db, context, input) => {
    const { case: asked } = context;
    if (asked.confidential === 0) refuseNameInReply(db, asked.id, input.publicReply);
    const since = assignmentOf(context).dispatched_at;
    const fault =
      input.toldAt &&
      (notAfterNow(input.toldAt, context.now, '告知时间') ??
        notBefore(input.toldAt, since, '告知时间', '派单时间'));
    if (fault) throw new Invalid(fault, { toldAt: fault });
    const reviewOn = plannedReview(input.conclusion, input.reviewOn, context.now);
    insertReply(db, context, {
      handling: input.handling,
      public_reply: input.publicReply,
      conclusion: input.conclusion,
      review_on: reviewOn,
      told_how: input.toldHow,
      told_at: input.toldAt ?? null,
      office_phone: input.officePhone ?? '',
      contact_person: input.contactPerson ?? '',
      to_publish: input.toldHow === 'published' ? 1 : 0,
    });
    const review = reviewOn ? `，${reviewOn} 复查` : '';
    return { why: `结论：${CONCLUSIONS[input.conclusion]}${review}` };
  },
});

/** Q-D9: the day on which it is looked at again; null where it need not be. @throws Invalid */
export function plannedReview(conclusion: string, typed: Day | undefined, now: number): Day | null {
  const fault = plannedReviewFault(conclusion, typed, dayOf(now));
  if (fault) throw new Invalid(fault, { reviewOn: fault });
  return conclusion === 'not_now' ? (typed ?? null) : null;
}

/** Q-B2: an assisting agency's opinion goes to the lead, not to the citizen. */
export const advise = act({
  files: true,
  form: () =>
    z.object({ handling: longText('协办意见', { help: '交牵头单位汇总，不直接答复诉求人。', rows: 5 }) }),
  initial: (db, context) => ({ handling: latestReply(db, assignmentOf(context).id)?.handling ?? '' }),
  record: (db, context, input) => {
    insertReply(db, context, { handling: input.handling, public_reply: '', conclusion: null });
    return {};
  },
});

/** Q-D5: the agency's responsible leader reads the result before it is answered. */
export const approve = act({
  form: () => z.object({ note: opinion('审核意见') }),
  forecast: (_db, { assignment }) =>
    assignment?.role === 'assist'
      ? '同意后，协办意见交牵头单位。'
      : '同意后，答复提交热线审核，随后由热线回访诉求人。',
  record: (db, context, input) => {
    const given = assignmentOf(context);
    const reply = latestReply(db, given.id);
    if (!reply) throw new Error(`assignment ${given.id} is reviewed without a reply`);
    run(
      db,
      q
        .updateTable('replies')
        .set({ approved_by: context.actor?.id ?? null, approved_at: context.now })
        .where('id', '=', reply.id),
    );
    run(db, q.updateTable('assignments').set({ replied_at: context.now }).where('id', '=', given.id));
    return { why: input.note ?? '' };
  },
});

export const disapprove = act({
  form: () => z.object({ reason: longText('退回原因', { rows: 3, max: 1000 }) }),
  record: (_db, _context, input) => ({ why: input.reason }),
});

export function latestReply(db: Db, assignmentId: number) {
  return first(
    db,
    q
      .selectFrom('replies')
      .selectAll()
      .where('assignment_id', '=', assignmentId)
      .orderBy('id', 'desc')
      .limit(1),
  );
}

type Written = Pick<NonNullable<ReturnType<typeof latestReply>>, 'handling' | 'public_reply' | 'conclusion'> &
  Partial<NonNullable<ReturnType<typeof latestReply>>>;

export function insertReply(db: Db, context: ActContext, written: Written): void {
  const given = assignmentOf(context);
  const by = context.actor?.id ?? 0;
  run(
    db,
    q.insertInto('replies').values({
      ...written,
      assignment_id: given.id,
      case_id: given.case_id,
      submitted_by: by,
      submitted_at: context.now,
    }),
  );
  run(db, q.updateTable('assignments').set({ submitted_by: by }).where('id', '=', given.id));
}
