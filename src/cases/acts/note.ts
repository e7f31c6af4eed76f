import { z } from 'zod';
import { formatLocal } from '../../calendar/local-time.ts';
import { writeCall } from '../../citizens/calls.ts';
import { normalisePhone } from '../../citizens/phone.ts';
import { notAfterNow, notBefore } from '../../rules/times.ts';
import { Invalid } from '../../web/errors.ts';
import { choice, dateTime, longText, text } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';

/** Who wrote it decides who reads it (timeline.ts): people change their posts later, so the side is kept. */
export const note = act({
  files: true,
  form: () => z.object({ note: longText('备注内容', { max: 2000, rows: 3 }) }),
  record: (_db, context, input) => ({ why: input.note, detail: { by: sideOf(context) } }),
});

function sideOf({ actor }: ActContext): 'agency' | 'hotline' {
  return actor?.agencyId ? 'agency' : 'hotline';
}

/** C-A1: every call on record, with number, person, begin, end and what was said; agencies do not read it. */
export const call = act({
  form: () =>
    z.object({
      direction: choice('呼叫方向', ['in', 'out'], { in: '来电', out: '去电' }),
      number: text('对方号码', { max: 40 }),
      startedAt: dateTime('通话时间'),
      endedAt: dateTime('结束时间', { required: false, help: '不清楚的可不填。' }).optional(),
      note: longText('通话内容', { max: 2000, rows: 3 }),
    }),
  initial: (_db, { now }) => ({
    direction: 'out',
    startedAt: formatLocal(now).slice(0, 16).replace(' ', 'T'),
  }),
  record: (db, { case: given, actor, policy, now }, input) => {
    requireCallTimes(input.startedAt, input.endedAt, now);
    writeCall(db, given, {
      direction: input.direction,
      number: normalisePhone(input.number, policy.hotline.areaCode)?.number ?? input.number,
      user_id: actor?.id ?? 0,
      started_at: input.startedAt,
      ended_at: input.endedAt ?? null,
      note: input.note,
    });
    return { why: `${input.direction === 'in' ? '来电' : '去电'}：${input.note}` };
  },
});

/** @throws Invalid at the field that cannot be true */
function requireCallTimes(startedAt: number, endedAt: number | undefined, now: number): void {
  const start = notAfterNow(startedAt, now, '通话时间');
  if (start) throw new Invalid(start, { startedAt: start });
  if (endedAt === undefined) return;
  const end = notAfterNow(endedAt, now, '结束时间') ?? notBefore(endedAt, startedAt, '结束时间', '通话时间');
  if (end) throw new Invalid(end, { endedAt: end });
}
