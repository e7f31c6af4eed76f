import { z } from 'zod';
import { formatLocal } from '../../calendar/local-time.ts';
import { normalisePhone } from '../../citizens/phone.ts';
import { q, run } from '../../db/query.ts';
import { choice, dateTime, longText, text } from '../../web/forms.ts';
import { act } from '../act.ts';

export const note = act({
  files: true,
  form: () => z.object({ note: longText('备注内容', { max: 2000, rows: 3 }) }),
  record: (_db, _context, input) => ({ why: input.note }),
});

/** C-A1: every call on record. The number stays in the call record, out of the timeline that agencies read. */
export const call = act({
  form: () =>
    z.object({
      direction: choice('呼叫方向', ['in', 'out'], { in: '来电', out: '去电' }),
      number: text('对方号码', { max: 40 }),
      startedAt: dateTime('通话时间'),
      note: longText('通话内容', { max: 2000, rows: 3 }),
    }),
  initial: (_db, { now }) => ({
    direction: 'out',
    startedAt: formatLocal(now).slice(0, 16).replace(' ', 'T'),
  }),
  record: (db, { case: given, actor, policy }, input) => {
    run(
      db,
      q.insertInto('call_records').values({
        case_id: given.id,
        direction: input.direction,
        number: normalisePhone(input.number, policy.hotline.areaCode)?.number ?? '',
        user_id: actor?.id ?? 0,
        started_at: input.startedAt,
        note: input.note,
      }),
    );
    return { why: `${input.direction === 'in' ? '来电' : '去电'}：${input.note}` };
  },
});
