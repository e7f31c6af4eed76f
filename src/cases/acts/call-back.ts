import { z } from 'zod';
import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { q, run } from '../../db/query.ts';
import type { Policy } from '../../policy/policy.ts';
import { lastRating } from '../../portal/rating-queries.ts';
import { afterCallback, missingAnswers, nextAttemptAt, tooEarlyUntil } from '../../rules/call-back.ts';
import type { Facts } from '../../rules/facts.ts';
import { serviceJustEnded } from '../../rules/quiet-hours.ts';
import { Invalid } from '../../web/errors.ts';
import { choice, flag, longText } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { publicReplyOf } from '../case-queries.ts';

export const REACHED = { yes: '已接通', no: '未接通', published: '无法联系，答复已公开' } as const;
export const SOLVED = { solved: '已解决', partly: '部分解决', not: '未解决' } as const;
export const SATISFACTION = {
  very_satisfied: '非常满意',
  satisfied: '满意',
  basically: '基本满意',
  dissatisfied: '不满意',
  very_dissatisfied: '非常不满意',
} as const;
const YES_NO = { yes: '是', no: '否' } as const;

/** Q-E1, G-E3, C-E1: asks the citizen; whoever is reached answers all of it. */
export const callBack = act({
  form: (context) => {
    const optional = { required: false };
    return z.object({
      reached: choice('回访情况', ['yes', 'no', 'published'], REACHED),
      contacted: choice('承办单位是否联系过诉求人', ['yes', 'no'], YES_NO, optional).optional(),
      solved: choice('问题是否解决', ['solved', 'partly', 'not'], SOLVED, optional).optional(),
      satisfaction: choice(
        '诉求人是否满意',
        ['very_satisfied', 'satisfied', 'basically', 'dissatisfied', 'very_dissatisfied'],
        SATISFACTION,
        optional,
      ).optional(),
      ...questionFields(context),
      ...circumstances(context.facts),
      note: longText('诉求人意见', {
        required: false,
        max: 1000,
        rows: 3,
        help: '未解决或不满意的，请写明原因；未接通的，可写明情况。',
      }).optional(),
    });
  },
  brief: (db, { case: given }) => {
    const reply = publicReplyOf(db, given.id);
    const rated = ratedWords(db, given);
    if (!rated) return reply ? { title: '公开答复（可读给诉求人听）', text: reply } : null;
    return { title: '诉求人评价与公开答复', text: [rated, reply].filter(Boolean).join('\n\n') };
  },
  forecast: (_db, { facts }) =>
    [...soFar(facts), '已解决且满意的即办结；未解决或不满意的转入核实。'].join(''),
  record: (db, context, input) => {
    const missing = missingAnswers(input);
    if (Object.keys(missing).length > 0) {
      throw new Invalid('已接通的回访需要问全，已填写的内容都在。', missing);
    }
    const { case: given, facts, now, actor } = context;
    const afterService = input.afterService === true;
    run(
      db,
      q.insertInto('callbacks').values({
        case_id: given.id,
        round: given.round,
        at: now,
        by_user: actor?.id ?? 0,
        reached: input.reached,
        contacted: input.reached === 'yes' ? (input.contacted ?? null) : null,
        solved: input.reached === 'yes' ? (input.solved ?? null) : null,
        satisfaction: input.reached === 'yes' ? (input.satisfaction ?? null) : null,
        note: input.note ?? '',
        answers: JSON.stringify(input.reached === 'yes' ? extraAnswers(input) : {}),
        after_service: afterService ? 1 : 0,
      }),
    );
    const { to, outcome } = afterCallback(input, facts.failedAttempts, facts.limits.callbackAttempts);
    const call_after = to === 'callback' ? nextAttemptAt(now, facts.limits, facts.quietHours) : null;
    run(
      db,
      q
        .updateTable('cases')
        .set({ call_after, ...(outcome ? { outcome } : {}) })
        .where('id', '=', given.id),
    );
    return { to, why: callbackWords(input, situation(input)), unmet: to === 'callback' };
  },
});

/** Q-E1: what the citizen has said of this round themselves; the clerk still decides. */
function ratedWords(db: Db, given: ActContext['case']): string | null {
  const rating = lastRating(db, given);
  if (!rating) return null;
  const said = `诉求人已自行评价：${SATISFACTION[rating.satisfaction]}（${exactTime(rating.at)}）`;
  return `${said}${rating.note ? `，意见：${rating.note}` : ''}。满意程度可据此登记，不必再问。`;
}

/** What makes a call possible at an hour at which it would not be (G-E2, C-E1). */
function circumstances(facts: Facts) {
  const service = flag('服务结束时当场回访', { help: '承办单位刚刚答复，诉求人还在现场的，夜间也可回访。' });
  const calledIn = flag('诉求人主动来电', { help: '诉求人自己打来的，不必等到约定或间隔的时间。' });
  return {
    ...(serviceJustEnded(facts) ? { afterService: service } : {}),
    ...(tooEarlyUntil(facts) === null ? {} : { calledIn }),
  };
}

/** How often nobody was reached, and until when the next call has to wait. */
function soFar(facts: Facts): string[] {
  const left = facts.limits.callbackAttempts - facts.failedAttempts;
  const from = tooEarlyUntil(facts);
  return [
    from === null ? '' : `现在还不到回访时间，请于 ${exactTime(from)} 后再回访。`,
    facts.failedAttempts > 0
      ? `本轮已有 ${facts.failedAttempts} 次未接通；再有 ${left} 次未接通，将以“无法联系”办结。`
      : '',
  ];
}

/** The policy's further questions for this kind of case, as optional choices. */
export function questionsFor(policy: Policy, kind: string): Policy['questions'] {
  return policy.questions.filter((question) => question.kinds === null || question.kinds.includes(kind));
}

function questionFields({ policy, case: given }: ActContext) {
  const fields = questionsFor(policy, given.kind).map((question) => {
    const [firstCode = '', ...codes] = question.options.map((option) => option.code);
    const names = Object.fromEntries(question.options.map((option) => [option.code, option.text]));
    return [
      `q_${question.code}`,
      choice(question.text, [firstCode, ...codes], names, { required: false }).optional(),
    ];
  });
  return Object.fromEntries(fields) as Record<`q_${string}`, z.ZodOptional<z.ZodType<string>>>;
}

type Answers = {
  reached: keyof typeof REACHED;
  contacted?: keyof typeof YES_NO | undefined;
  solved?: keyof typeof SOLVED | undefined;
  satisfaction?: keyof typeof SATISFACTION | undefined;
  note?: string | undefined;
};

function extraAnswers(input: Record<string, unknown>): Record<string, unknown> {
  const extra = Object.entries(input).filter(([name, value]) => name.startsWith('q_') && value !== undefined);
  return Object.fromEntries(extra.map(([name, value]) => [name.slice(2), value]));
}

function situation({ afterService, calledIn }: { afterService?: unknown; calledIn?: unknown }): string[] {
  return [
    ...(afterService === true ? ['服务结束时当场回访'] : []),
    ...(calledIn === true ? ['诉求人主动来电'] : []),
  ];
}

function callbackWords(input: Answers, situation: readonly string[]): string {
  const parts: string[] = [REACHED[input.reached], ...situation];
  if (input.reached === 'yes') {
    if (input.contacted) parts.push(`承办单位${input.contacted === 'yes' ? '联系过' : '未联系'}诉求人`);
    if (input.solved) parts.push(SOLVED[input.solved]);
    if (input.satisfaction) parts.push(SATISFACTION[input.satisfaction]);
  }
  if (input.note) parts.push(input.note);
  return parts.join('，');
}
