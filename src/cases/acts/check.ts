import { z } from 'zod';
import { longText, ticked } from '../../web/forms.ts';
import { act } from '../act.ts';

/** domain.md: the hotline checks a reply before the citizen is called back. */
export const pass = act({
  form: () =>
    z.object({
      complete: ticked('内容完整，附件齐全', '请确认内容完整，否则请退回补充。'),
      answers: ticked('逐项回应了诉求', '请确认逐项回应了诉求，否则请退回补充。'),
      clean: ticked('公开答复中没有个人信息', '请确认公开答复中没有个人信息，否则请退回补充。'),
    }),
  record: () => ({}),
});

export const sendBack = act({
  form: () => z.object({ reason: longText('需要补充的内容', { max: 1000, rows: 3 }) }),
  forecast: () => '退回后由原承办单位继续办理，答复时限不重新计算。',
  record: (_db, _context, input) => ({ why: input.reason }),
});

export const archive = act({
  form: () => z.object({}),
  forecast: () => '归档后工单只读，不能再添加内容。',
  record: () => ({}),
});
