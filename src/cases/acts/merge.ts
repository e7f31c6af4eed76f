import { z } from 'zod';
import type { Db } from '../../db/open.ts';
import { mainFault, mayBeMain } from '../../rules/merging.ts';
import { Invalid } from '../../web/errors.ts';
import { chosen, longText, type Option, text } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { caseById } from '../case-queries.ts';
import { startClock } from '../clocks.ts';
import { contextOf } from '../facts.ts';
import { similarCases } from '../intake-queries.ts';
import { MERGING } from '../life/merging.ts';
import { mainOfNumber, mergedInto, setMain } from '../merged.ts';
import { move } from '../move.ts';
import { CASE_STATUS } from '../states.ts';
import { settleOwed } from './owe-answer.ts';

/** 并案: this caller's matter is handled with the main case's; the caller keeps a call-back of their own. */
export const merge = act({
  form: () =>
    z.object({
      similar: chosen('从相似工单中选择主工单', 'similar', { required: false }).optional(),
      number: text('或填写主工单编号', { required: false, max: 40 }).optional(),
      reason: longText('并案理由', { rows: 2, max: 500 }),
    }),
  choices: (db, context) => ({ similar: similarOptions(db, context) }),
  forecast: (_db, { case: given }) => {
    const back = given.status === 'dispatched' ? '各单位的派单一并收回；' : '';
    return `并案后，${back}主工单的答复审核通过时，本工单转入回访，单独回访本工单的诉求人。`;
  },
  record: (db, context, input) => {
    const number = (input.similar ?? input.number ?? '').trim();
    const field = input.similar ? 'similar' : 'number';
    if (number === '') throw new Invalid('请选择或填写主工单。', { number: '请选择或填写主工单。' });
    if (input.similar && input.number && input.similar !== input.number) {
      const message = '选择的与填写的不是同一个工单，请只保留一个。';
      throw new Invalid(message, { number: message });
    }
    const { case: given } = context;
    const main = mainOfNumber(db, number);
    const fault = mainFault(main, given);
    if (fault || !main) throw new Invalid(fault ?? '', { [field]: fault ?? '' });
    moveAlong(db, context, main);
    setMain(db, given.id, main.id);
    settleOwed(db, context, `并入工单 ${main.number} 办理`);
    // Merged before it was accepted, it is accepted with it: the right to withdraw begins (Q-A4).
    if (given.status === 'received') startClock(db, context, 'withdrawal');
    return { why: `并入工单 ${main.number}：${input.reason}`, detail: { main: main.id } };
  },
});

/** No chains: what was merged into this case goes along to the new main case. */
function moveAlong(db: Db, { case: given, now }: ActContext, main: { id: number; number: string }): void {
  const along = MERGING.find((each) => each.act === 'move_along');
  if (!along) throw new Error('the table of merging lost its row');
  for (const { id, status } of mergedInto(db, given.id)) {
    if (status !== 'merged') continue;
    setMain(db, id, main.id);
    const why = `工单 ${given.number} 并入工单 ${main.number}，随之改并`;
    move(db, contextOf(db, null, caseById(db, id), null, now), along, { why }, null);
  }
}

function similarOptions(db: Db, { case: given, now }: ActContext): Option[] {
  return similarCases(db, `${given.headline}\n${given.text}`, now, 10)
    .filter((each) => each.id !== given.id && mayBeMain(each.status))
    .map((each) => ({
      value: each.number,
      text: `${each.number} ${each.headline}`,
      hint: [CASE_STATUS[each.status].name, each.agency ?? ''].filter(Boolean).join('，'),
    }));
}

export const unmerge = act({
  form: () => z.object({ reason: longText('取消并案的原因', { rows: 2, max: 500 }) }),
  forecast: () => '取消后，本工单回到待派单，单独办理。',
  record: (_db, _context, input) => ({ why: input.reason }),
});
