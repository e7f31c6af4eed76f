import { z } from 'zod';
import { UnknownYearError } from '../../calendar/types.ts';
import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { q, run } from '../../db/query.ts';
import { nameIn } from '../../policy/policy.ts';
import { deadlineOf } from '../../rules/deadlines.ts';
import { endOrder, issueOrder, type Order, reportsOn, standingOrder } from '../../supervision/orders.ts';
import { Invalid } from '../../web/errors.ts';
import { chosen, longText, wholeNumber } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { leadOf } from '../lead.ts';
import { offered } from '../offered.ts';
import { readByAgency } from '../read-by-agency.ts';

const MOST_DAYS = 250;

/** Q-E4, Q-E5: a numbered order to the agency that answers the citizen. */
export const supervise = act({
  form: (context) =>
    z.object({
      instrument: chosen('督办方式', 'instruments'),
      ground: longText('督办事由', { max: 1000, rows: 3, ...readByAgency(context) }),
      requirement: longText('整改要求', { max: 1000, rows: 3, ...readByAgency(context) }),
      days: wholeNumber('整改期限（工作日）', {
        max: MOST_DAYS,
        required: false,
        help: '不填则按所选督办方式通常的期限。',
      }).optional(),
    }),
  choices: (_db, { policy }) => ({
    instruments: policy.instruments.map(({ code, name, opening, days }) => ({
      value: code,
      text: name,
      hint: `${days} 个工作日。${opening}`,
    })),
  }),
  initial: (_db, { policy }) => ({ instrument: policy.instruments[0]?.code ?? '' }),
  forecast: (_db, context) => {
    const [first] = context.policy.instruments;
    const until = first
      ? `按${first.name}通常的 ${first.days} 个工作日计，${foreseen(context, first.days)}；`
      : '';
    return `将向${context.facts.handling?.agency ?? '承办单位'}下达督办，按年度连续编号。${until}到期前一个工作日和超期时自动亮牌。`;
  },
  record: (db, context, input) => {
    const { policy, actor } = context;
    const instrument = offered(
      policy.instruments,
      (each) => each.code,
      input.instrument,
      'instrument',
      '督办方式',
    );
    const lead = leadOf(db, context.case);
    if (!lead) throw new Error(`case ${context.case.id} has no agency to supervise`);
    const days = input.days ?? instrument.days;
    const { ground, requirement } = input;
    const order = { agency_id: lead.agencyId, instrument: instrument.code, ground, requirement, days };
    const number = issueOrder(db, context, { ...order, by: actor?.id ?? null });
    const why = `${number} ${instrument.name}，${lead.agency}，${days} 个工作日内整改。事由：${ground} 要求：${requirement}`;
    return { why, detail: { number } };
  },
});

/** Q-E4: the agency says what it put right. */
export const rectify = act({
  files: true,
  form: () => z.object({ report: longText('整改情况', { max: 5000, rows: 5 }) }),
  brief: (db, { case: given, policy }) => {
    const order = standingOrder(db, given.id);
    return {
      title: `${order.number} ${nameIn(policy.instruments, order.instrument)}`,
      text: order.requirement,
    };
  },
  forecast: () => '提交后由热线审核；认可的解除督办，不认可的责令再次整改。审核前督办时限照常计算。',
  record: (db, { case: given, actor, now }, input) => {
    const order = standingOrder(db, given.id);
    const report = { supervision_id: order.id, round: order.round, text: input.report };
    run(db, q.insertInto('rectifications').values({ ...report, by_user: actor?.id ?? 0, at: now }));
    run(db, q.updateTable('supervisions').set({ status: 'answered' }).where('id', '=', order.id));
    return { why: `${order.number}：${input.report}`, detail: { by: 'agency' } };
  },
});

/** Q-E4: not accepted; the agency has to put it right again within a new time. */
export const demandAgain = act({
  form: (context) =>
    z.object({
      verdict: longText('不予认可的理由和再次整改要求', { max: 1000, rows: 3, ...readByAgency(context) }),
      days: wholeNumber('再次整改期限（工作日）', { max: MOST_DAYS }),
    }),
  initial: (db, { case: given }) => ({ days: String(standingOrder(db, given.id).days) }),
  brief: latestReport,
  forecast: (db, context) => {
    const { days } = standingOrder(db, context.case.id);
    return `整改时限重新计算：按 ${days} 个工作日计，${foreseen(context, days)}。`;
  },
  record: (db, { case: given }, input) => {
    const order = standingOrder(db, given.id);
    judge(db, order, input.verdict);
    const again = { status: 'issued' as const, round: order.round + 1, days: input.days };
    run(db, q.updateTable('supervisions').set(again).where('id', '=', order.id));
    return {
      why: `${order.number} 第 ${again.round} 次整改，${input.days} 个工作日内完成：${input.verdict}`,
      detail: { number: order.number },
    };
  },
});

/** Q-E4: what was demanded is done. */
export const release = act({
  form: (context) =>
    z.object({ finding: longText('审核意见', { max: 1000, rows: 3, ...readByAgency(context) }) }),
  brief: latestReport,
  forecast: () => '解除后不再计督办时限；督办单和整改报告留在工单和督办台账中。',
  record: (db, { case: given, actor, now }, input) => {
    const order = standingOrder(db, given.id);
    judge(db, order, input.finding);
    endOrder(db, order, { by: actor?.id ?? null, note: input.finding, now });
    return { why: `${order.number}：${input.finding}`, detail: { number: order.number } };
  },
});

/** An order that was wrong, or that nobody can answer any more. */
export const revoke = act({
  form: (context) =>
    z.object({ reason: longText('撤销原因', { max: 1000, rows: 3, ...readByAgency(context) }) }),
  forecast: () => '撤销后承办单位不必再提交整改报告。督办单和撤销原因留在督办台账中。',
  record: (db, { case: given, actor, now }, input) => {
    const order = standingOrder(db, given.id);
    endOrder(db, order, { by: actor?.id ?? null, note: input.reason, now });
    return { why: `${order.number}：${input.reason}`, detail: { number: order.number } };
  },
});

function latestReport(db: Db, { case: given }: ActContext): { title: string; text: string } | null {
  const order = standingOrder(db, given.id);
  const report = reportsOn(db, order.id).at(-1);
  return report ? { title: `${order.number} 整改报告`, text: report.text } : null;
}

/** The verdict stands beside the report that it judges. */
function judge(db: Db, order: Order, verdict: string): void {
  const report = reportsOn(db, order.id).at(-1);
  if (!report) throw new Invalid('还没有整改报告，请刷新页面后再操作。');
  run(db, q.updateTable('rectifications').set({ verdict }).where('id', '=', report.id));
}

/** Until when, in words; an order goes out also where the calendar of that year is still missing. */
export function foreseen({ facts, calendar, now }: ActContext, days: number): string {
  try {
    const deadline = deadlineOf('supervision', { ...facts, supervision: { days } }, calendar, now);
    return deadline ? `${exactTime(deadline.dueAt)} 止` : '';
  } catch (error) {
    if (error instanceof UnknownYearError) return `${error.year} 年工作日历录入后计算时限`;
    throw error;
  }
}
