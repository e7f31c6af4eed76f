import { z } from 'zod';
import { Invalid } from '../../web/errors.ts';
import { chosen, longText, text } from '../../web/forms.ts';
import { act } from '../act.ts';
import { caseIdOfNumber } from '../find.ts';
import { deleteLink, insertLink, linksOf } from '../merged.ts';
import { offered } from '../offered.ts';
import { CASE_STATUS } from '../states.ts';
import { visibleCase } from '../visible.ts';

/** Repeated and related cases that are handled apart point to each other. */
export const link = act({
  form: () =>
    z.object({
      number: text('关联的工单编号', { max: 40 }),
      why: longText('关系说明', {
        required: false,
        rows: 2,
        max: 200,
        help: '例如：同一诉求人再次来电。',
      }).optional(),
    }),
  forecast: () => '两个工单的页面上都会显示对方的编号，各自照常办理。',
  record: (db, { case: given, actor, now }, input) => {
    const id = caseIdOfNumber(db, input.number);
    const other = id !== undefined && actor ? visibleCase(db, actor, id) : undefined;
    // A number tells nothing of a case that is out of sight.
    if (!other) throw refused('没有找到这个编号的工单，请核对。');
    if (other.id === given.id) throw refused('不能关联工单本身，请填写另一个工单的编号。');
    const why = input.why ?? '';
    const link = { caseId: given.id, otherId: other.id, why, by: actor?.id ?? 0, now };
    if (!insertLink(db, link)) throw refused(`已经关联过工单 ${other.number}。`);
    return { why: [`关联工单 ${other.number}`, why].filter(Boolean).join('：'), detail: { other: other.id } };
  },
});

export const unlink = act({
  form: () => z.object({ other: chosen('取消关联的工单', 'links') }),
  choices: (db, { case: given }) => ({
    links: linksOf(db, given.id).map((each) => ({
      value: String(each.id),
      text: each.number,
      hint: CASE_STATUS[each.status].name,
    })),
  }),
  record: (db, { case: given }, input) => {
    const other = offered(linksOf(db, given.id), (each) => each.id, input.other, 'other', '关联的工单');
    deleteLink(db, given.id, other.id);
    return { why: `取消与工单 ${other.number} 的关联`, detail: { other: other.id } };
  },
});

function refused(message: string): Invalid {
  return new Invalid(message, { number: message });
}
