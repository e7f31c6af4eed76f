import { z } from 'zod';
import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { first, q, run } from '../../db/query.ts';
import { deadlineOf, replyPeriod } from '../../rules/deadlines.ts';
import { addTask } from '../../tasks/tasks.ts';
import { longText, wholeNumber } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { readByAgency } from '../read-by-agency.ts';
import { opinion } from './opinion.ts';
import { assignmentOf } from './sign.ts';
import { relayed } from './tell-extension.ts';

/** Q-D8: in writing, with reason and time. */
export const askExtension = act({
  form: ({ facts }) =>
    z.object({
      days: wholeNumber('申请延期工作日数', {
        max: 250,
        help: `不得长于原办理期限，最多 ${replyPeriod(facts) - facts.extension.grantedDays} 个工作日。`,
      }),
      reason: longText('延期理由', { max: 1000, rows: 3 }),
    }),
  forecast: (_db, { facts }) => {
    const { replyDueAt, extension } = facts;
    const due = replyDueAt === null ? '' : `现答复时限 ${exactTime(replyDueAt)}。`;
    return `${due}提交后${latest(extension.latestAt)}经本单位分管领导同意，再由热线派单员审核；获准前办理时限照常计算。`;
  },
  record: (db, context, input) => {
    const { days, reason } = input;
    const by = { asked_by: context.actor?.id ?? 0, asked_at: context.now };
    const { id, case_id } = assignmentOf(context);
    run(
      db,
      q.insertInto('extensions').values({ case_id, assignment_id: id, days, reason, status: 'asked', ...by }),
    );
    return { why: `申请延期 ${days} 个工作日。理由：${reason}` };
  },
});

export const agreeExtension = act({
  brief: (db, context) => request(db, context),
  form: () => z.object({ note: opinion('审核意见') }),
  forecast: (_db, context) =>
    `请${latest(context.facts.extension.latestAt)}同意。同意后报热线派单员审核，${foreseen(context)}`,
  record: (db, context, input) => {
    write(db, context, { status: 'agreed', agreed_by: context.actor?.id ?? 0, agreed_at: context.now });
    return { why: input.note ?? '' };
  },
});

export const declineExtension = act({
  brief: (db, context) => request(db, context),
  form: () => z.object({ reason: longText('不同意的理由', { max: 1000, rows: 3 }) }),
  forecast: () => '不同意后，办理时限不变，由经办人按原时限答复。',
  record: (db, context, input) => {
    write(db, context, { status: 'declined', ...judged(context, input.reason) });
    return { why: input.reason };
  },
});

/** Q-D8: filed by the hotline; the limit is reckoned again, and the citizen has to be told. */
export const grantExtension = act({
  brief: (db, context) => request(db, context),
  form: (context) =>
    z.object({
      note: opinion('审核意见', readByAgency(context)),
    }),
  forecast: (_db, context) =>
    `批准后${foreseen(context)}${relayed(context.facts.case) ? '诉求人要求保密，由热线转告延期。' : '承办单位须先将延期告知诉求人，方可提交答复。'}`,
  record: (db, context, input) => {
    write(db, context, { status: 'granted', ...judged(context, input.note ?? '') });
    askToTell(db, context);
    return { why: [`${foreseen(context)}`, input.note ?? ''].filter(Boolean).join('') };
  },
});

export const refuseExtension = act({
  brief: (db, context) => request(db, context),
  form: (context) =>
    z.object({ reason: longText('不批准的理由', { max: 1000, rows: 3, ...readByAgency(context) }) }),
  forecast: () => '不批准后，办理时限不变，由承办单位按原时限答复。',
  record: (db, context, input) => {
    write(db, context, { status: 'refused', ...judged(context, input.reason) });
    return { why: input.reason };
  },
});

/** What was asked, with the leader's part in it. */
function request(db: Db, context: ActContext) {
  const asked = openRequest(db, context);
  const text = `申请延期 ${asked.days} 个工作日，${exactTime(asked.asked_at)} 提出。\n理由：${asked.reason}`;
  const agreed = asked.agreed_at === null ? '' : `\n分管领导 ${exactTime(asked.agreed_at)} 同意。`;
  return { title: '延期申请', text: `${text}${agreed}` };
}

function openRequest(db: Db, context: ActContext) {
  const { id } = assignmentOf(context);
  const asked = first(
    db,
    q
      .selectFrom('extensions')
      .selectAll()
      .where('assignment_id', '=', id)
      .where('status', 'in', ['asked', 'agreed'])
      .orderBy('id', 'desc')
      .limit(1),
  );
  if (!asked) throw new Error(`assignment ${id} has no open request for an extension`);
  return asked;
}

type Written = Partial<ReturnType<typeof openRequest>>;

function write(db: Db, context: ActContext, written: Written): void {
  run(db, q.updateTable('extensions').set(written).where('id', '=', openRequest(db, context).id));
}

function judged({ actor, now }: ActContext, judgement: string): Written {
  return { judged_by: actor?.id ?? 0, judged_at: now, judgement };
}

/** "答复时限由 2026-12-07 17:30 延至 2026-12-14 17:30（5 个工作日）。" */
function foreseen({ facts, calendar }: ActContext): string {
  const { extension, replyDueAt, replyStartedAt } = facts;
  if (replyDueAt === null || replyStartedAt === null || extension.days === null) return '';
  const grantedDays = extension.grantedDays + extension.days;
  const longer = { ...facts, extension: { ...extension, grantedDays } };
  const dueAt = deadlineOf('reply', longer, calendar, replyStartedAt)?.dueAt ?? replyDueAt;
  return `答复时限由 ${exactTime(replyDueAt)} 延至 ${exactTime(dueAt)}（${extension.days} 个工作日）。`;
}

function latest(at: number | null): string {
  return at === null ? '' : `须于 ${exactTime(at)} 前`;
}

function askToTell(db: Db, context: ActContext): void {
  const { id, case_id } = assignmentOf(context);
  const { facts, now, case: given } = context;
  const task = { caseId: case_id, assignmentId: id, what: foreseen(context) || '延期已获批准' };
  const ofHotline = relayed(facts.case);
  if (ofHotline) {
    const userId = given.first_operator;
    addTask(db, { ...task, kind: 'relay_extension', side: 'hotline', userId }, now);
  } else addTask(db, { ...task, kind: 'tell_extension', side: 'agency' }, now);
}
