import { z } from 'zod';
import { agencyById } from '../../agencies/queries.ts';
import { dayOf, startOfDay } from '../../calendar/local-time.ts';
import type { Db } from '../../db/open.ts';
import { q, run } from '../../db/query.ts';
import { tellingWays } from '../../rules/citizen-told.ts';
import { Invalid } from '../../web/errors.ts';
import { day, longText, text } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { assistOpinions } from '../assist-opinions.ts';
import { refuseNameInReply } from '../identity-in-text.ts';
import { CONCLUSIONS, insertReply, latestReply, plannedReview, RESULT } from './reply.ts';
import { assignmentOf } from './sign.ts';

const SIGNED = {
  signedBy: text('签发人', { max: 60, help: '对方答复函上的签发人或经办部门。' }),
  signedOn: day('签发日期'),
};

/** Q-B5: what an outside unit answered; the citizen is told of it by the hotline, or it is published (Q-D6). */
export const keyInReply = act({
  files: true,
  brief: (db, { case: given }) => assistOpinions(db, given),
  form: ({ facts }) => {
    const published = tellingWays(facts.case).includes('published');
    const wanted = { required: published, max: 30 };
    return z.object({
      handling: longText('办理情况', { help: '按对方答复函录入，供热线审核，不对外公开。', rows: 5 }),
      ...RESULT,
      ...SIGNED,
      officePhone: published ? text('咨询电话', wanted) : text('咨询电话', wanted).optional(),
      contactPerson: published ? text('联系人', wanted) : text('联系人', wanted).optional(),
    });
  },
  initial: (db, context) => {
    const given = assignmentOf(context);
    const last = latestReply(db, given.id);
    const agency = agencyById(db, given.agency_id);
    return {
      handling: last?.handling ?? '',
      publicReply: last?.public_reply ?? '',
      conclusion: last?.conclusion ?? '',
      reviewOn: last?.review_on ?? '',
      signedBy: '',
      signedOn: '',
      officePhone: last?.office_phone || (agency?.office_phone ?? ''),
      contactPerson: last?.contact_person || (agency?.contact_person ?? ''),
    };
  },
  forecast: (_db, { facts }) =>
    tellingWays(facts.case).includes('published')
      ? '录入后转热线审核；诉求人无法联系，答复将在平台公开。'
      : '录入后转热线审核，由热线在回访时告知诉求人。',
  record: (db, context, input) => {
    refuseNameInReply(db, context.case.id, input.publicReply);
    const published = tellingWays(context.facts.case).includes('published');
    const keyedFrom = signedWords(context, input);
    insertReply(db, context, {
      handling: input.handling,
      public_reply: input.publicReply,
      conclusion: input.conclusion,
      review_on: plannedReview(input.conclusion, input.reviewOn, context.now),
      told_how: published ? 'published' : 'via_hotline',
      office_phone: input.officePhone ?? '',
      contact_person: input.contactPerson ?? '',
      to_publish: published ? 1 : 0,
      approved_at: context.now,
      keyed_from: keyedFrom,
    });
    answered(db, context);
    return { why: `${keyedFrom}；结论：${CONCLUSIONS[input.conclusion]}` };
  },
});

/** An outside unit's opinion for the lead agency (Q-B2). */
export const keyInAdvice = act({
  files: true,
  form: () =>
    z.object({
      handling: longText('协办意见', { help: '按对方答复函录入，交牵头单位汇总。', rows: 5 }),
      ...SIGNED,
    }),
  record: (db, context, input) => {
    const keyedFrom = signedWords(context, input);
    insertReply(db, context, {
      handling: input.handling,
      public_reply: '',
      conclusion: null,
      approved_at: context.now,
      keyed_from: keyedFrom,
    });
    answered(db, context);
    return { why: keyedFrom };
  },
});

/** "李处长 2026-11-24 签发". @throws Invalid for a day before the letter went out or after today */
function signedWords(context: ActContext, input: { signedBy: string; signedOn: string }): string {
  const sent = assignmentOf(context).letter_sent_at;
  const fault =
    startOfDay(input.signedOn) > context.now
      ? '签发日期不能晚于今天。'
      : sent !== null && input.signedOn < dayOf(sent)
        ? `签发日期不能早于发函日期（${dayOf(sent)}）。`
        : null;
  if (fault) throw new Invalid(fault, { signedOn: fault });
  return `${input.signedBy} ${input.signedOn} 签发`;
}

function answered(db: Db, context: ActContext): void {
  const { id } = assignmentOf(context);
  run(db, q.updateTable('assignments').set({ replied_at: context.now }).where('id', '=', id));
}
