import { z } from 'zod';
import type { Db } from '../../db/open.ts';
import { prepared } from '../../db/query.ts';
import { Invalid } from '../../web/errors.ts';
import { choice, longText } from '../../web/forms.ts';
import { act } from '../act.ts';
import { readByAgency } from '../read-by-agency.ts';
import type { CaseRow } from '../rows.ts';

/** C-B1: the hotline presses the agency to keep its time; counted, and read by both sides. */
export const press = act({
  form: (context) =>
    z.object({
      to: choice('催办对象', ['lead', 'all'], { lead: '牵头单位', all: '全部在办单位' }),
      text: longText('催办内容', { max: 1000, rows: 3, ...readByAgency(context) }),
    }),
  initial: () => ({ to: 'lead' }),
  forecast: (db, { case: given }) =>
    `将记为第 ${given.pressed + 1} 次催办，显示在${pressable(db, given, 'all')
      .map((each) => each.agency)
      .join('、')}的工单上。`,
  record: (db, { case: given }, input) => {
    const pressed = pressable(db, given, input.to);
    if (pressed.length === 0) throw new Invalid('没有在办的承办单位，不需要催办。');
    for (const { id } of pressed) prepared(db, COUNT_ASSIGNMENT).run(id);
    prepared(db, COUNT_CASE).run(given.id);
    const agencies = pressed.map((each) => each.agency).join('、');
    return { why: `第 ${given.pressed + 1} 次，催办${agencies}：${input.text}` };
  },
});

const COUNT_ASSIGNMENT = 'UPDATE assignments SET pressed = pressed + 1 WHERE id = ?';
const COUNT_CASE = 'UPDATE cases SET pressed = pressed + 1 WHERE id = ?';
const PRESSABLE = `SELECT s.id, s.role, a.short_name AS agency FROM assignments s JOIN agencies a ON a.id = s.agency_id
  WHERE s.case_id = ? AND s.round = ? AND s.status IN ('unsigned', 'signed', 'reviewing', 'returning') ORDER BY s.id`;

/** Who still has something to do: the lead, or everybody. */
function pressable(db: Db, given: CaseRow, to: 'lead' | 'all'): { id: number; agency: string }[] {
  const open = prepared(db, PRESSABLE).all(given.id, given.round) as {
    id: number;
    role: string;
    agency: string;
  }[];
  return to === 'all' ? open : open.filter((each) => each.role !== 'assist');
}
