import { z } from 'zod';
import { formatLocal } from '../../calendar/local-time.ts';
import { exactTime } from '../../calendar/words.ts';
import { notAfterNow, notBefore } from '../../rules/times.ts';
import { Invalid } from '../../web/errors.ts';
import { dateTime, longText, text } from '../../web/forms.ts';
import { act } from '../act.ts';
import { readByAgency } from '../read-by-agency.ts';

const FORECAST = '批示会显示在工单最前面，热线和承办单位都能看到。';

/** X-E1: what a leader wants done, in their own words. */
export const instruct = act({
  form: (context) =>
    z.object({ instruction: longText('批示内容', { max: 1000, rows: 4, ...readByAgency(context) }) }),
  forecast: () => FORECAST,
  record: (_db, { actor }, input) => ({ why: input.instruction, detail: { leader: actor?.name ?? '' } }),
});

/** X-E1: an instruction that came on paper or by telephone. */
export const recordInstruction = act({
  files: true,
  form: (context) =>
    z.object({
      leader: text('批示领导', { max: 60, help: '姓名和职务' }),
      at: dateTime('批示时间'),
      instruction: longText('批示内容', { max: 1000, rows: 4, ...readByAgency(context) }),
    }),
  initial: (_db, { now }) => ({ at: formatLocal(now).replace(' ', 'T') }),
  forecast: () => FORECAST,
  record: (_db, { case: given, now }, input) => {
    const fault =
      notAfterNow(input.at, now, '批示时间') ??
      notBefore(input.at, given.received_at, '批示时间', '登记时间');
    if (fault) throw new Invalid(fault, { at: fault });
    return {
      why: `${input.leader} ${exactTime(input.at)}：${input.instruction}`,
      detail: { leader: input.leader, at: input.at, text: input.instruction },
    };
  },
});
