import { z } from 'zod';
import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { q, run } from '../../db/query.ts';
import { kindOf } from '../../policy/policy.ts';
import { callbackPercent } from '../../rules/sampling.ts';
import { Invalid } from '../../web/errors.ts';
import { longText, ticked } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { checkedReplyOf } from '../checked-reply.ts';
import { namedInReply } from '../identity-in-text.ts';
import { mergedInto } from '../merged.ts';
import { readByAgency } from '../read-by-agency.ts';
import type { CaseRow } from '../rows.ts';
import { drawCallback, toldByAgency } from '../sampling.ts';
import { TOLD_HOW } from './reply.ts';

/** domain.md: the hotline checks a reply before the citizen is called back. */
export const pass = act({
  form: () =>
    z.object({
      complete: ticked('内容完整，附件齐全', '请确认内容完整，否则请退回补充。'),
      answers: ticked('逐项回应了诉求', '请确认逐项回应了诉求，否则请退回补充。'),
      clean: ticked('公开答复中没有个人信息', '请确认公开答复中没有个人信息，否则请退回补充。'),
    }),
  brief: (db, { case: given }) => {
    const reply = checkedReplyOf(db, given.id);
    if (!reply) return null;
    const text = `公开答复：\n${reply.publicReply}\n\n办理情况（不公开）：\n${reply.handling}`;
    return { title: '待审核的答复', text };
  },
  forecast: (db, context) => [ofSample(context), ofMerged(db, context)].join('') || null,
  record: (db, context) => {
    const { case: given } = context;
    refuseNamed(db, given);
    const drawn = drawCallback(db, context);
    if (!drawn) return { to: 'callback', why: '转回访' };
    const share = `按 ${drawn.percent}% 抽样回访`;
    if (drawn.chosen) return { to: 'callback', why: `${share}，抽中，转回访`, detail: drawn };
    run(db, q.updateTable('cases').set({ outcome: 'told_by_agency' }).where('id', '=', given.id));
    return { to: 'closed', why: `${share}，未抽中。${toldWords(db, context)}，办结`, detail: drawn };
  },
});

/** C-M1: the last net before the citizen and the public read it. */
function refuseNamed(db: Db, given: CaseRow): void {
  const reply = checkedReplyOf(db, given.id);
  const named = reply && namedInReply(db, given.id, reply.publicReply);
  if (!named) return;
  // Q-A7: an agency that is told what was recognised has been told who asked.
  const how =
    given.confidential === 1
      ? '诉求人要求保密，退回时只写“请删去公开答复中的个人信息”，不要说明是否属实。'
      : '由承办单位删去后再提交。';
  throw new Invalid(`公开答复中写有诉求人的${named}，不能通过。请点“退回补充”，${how}`);
}

/** Q-E1: what may come of it is said, the lot is not. */
function ofSample({ policy, case: given }: ActContext): string {
  const percent = callbackPercent(policy.callbackShares, given.kind);
  if (percent >= 100) return '';
  const kind = kindOf(policy, given.kind).name;
  return `${kind}按 ${percent}% 抽样回访：未抽中且承办单位已电话或当面告知诉求人的，审核通过即办结；其余转回访。`;
}

function ofMerged(db: Db, { case: given }: ActContext): string {
  const waiting = mergedInto(db, given.id).filter(({ status }) => status === 'merged').length;
  return waiting > 0 ? `并案的 ${waiting} 件工单同时转入回访，逐件回访各自的诉求人。` : '';
}

function toldWords(db: Db, { case: given }: ActContext): string {
  const told = toldByAgency(db, given);
  return told ? `承办单位已于 ${exactTime(told.at)} ${TOLD_HOW[told.how]}诉求人` : '';
}

export const sendBack = act({
  form: (context) =>
    z.object({ reason: longText('需要补充的内容', { max: 1000, rows: 3, ...readByAgency(context) }) }),
  forecast: () => '退回后由原承办单位继续办理，答复时限不重新计算。',
  record: (_db, _context, input) => ({ why: input.reason }),
});

export const archive = act({
  form: () => z.object({}),
  forecast: () => '归档后工单只读，不能再添加内容。',
  record: () => ({}),
});
