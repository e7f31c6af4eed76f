import { z } from 'zod';
import { formatLocal } from '../../calendar/local-time.ts';
import { exactTime } from '../../calendar/words.ts';
import type { Db } from '../../db/open.ts';
import { nextLevel, skippedLevels } from '../../rules/report-up.ts';
import { Invalid } from '../../web/errors.ts';
import { choice, chosen, dateTime, longText, text } from '../../web/forms.ts';
import { type ActContext, act } from '../act.ts';
import { offered } from '../offered.ts';
import { levelsOf, reportsOf } from '../reports-up.ts';
import { requireTimeSinceReceipt, TELLING } from './contact-told.ts';

/** G-A3 要事上报: major, difficult, hot matters go upwards level by level, with who was told and when. */
export const reportUp = act({
  brief: whereItStands,
  form: () =>
    z.object({
      level: chosen('上报对象', 'levels'),
      who: text('接报人', { max: 40, help: '姓名与职务。' }),
      how: choice('上报方式', ['phone', 'in_person', 'message', 'written'], TELLING),
      at: dateTime('上报时间'),
      said: longText('上报内容与对方指示', { max: 1000, rows: 4 }),
      reason: text('越级原因', { required: false, help: '未按级次上报的必填。' }).optional(),
    }),
  choices: (db, context) => ({
    levels: levelsOf(db, context.case, context.policy).map((level, index) => ({
      value: level,
      text: `第 ${index + 1} 级　${level}`,
    })),
  }),
  initial: (db, { case: given, policy, now }) => {
    const told = reportsOf(db, given.id);
    return {
      level: nextLevel(levelsOf(db, given, policy), new Set(told.keys())) ?? '',
      how: 'phone',
      at: formatLocal(now).replace(' ', 'T'),
    };
  },
  record: (db, context, input) => {
    const levels = levelsOf(db, context.case, context.policy);
    const level = offered(levels, (each) => each, input.level, 'level', '上报对象');
    requireTimeSinceReceipt(context, input.at, '上报时间');
    const skipped = skippedLevels(levels, new Set(reportsOf(db, context.case.id).keys()), level);
    if (skipped.length > 0 && !input.reason) {
      throw new Invalid(`尚未上报${skipped.join('、')}。要事应逐级上报；确需越级的，请填写越级原因。`, {
        reason: '请填写越级原因，或改选下一级上报对象。',
      });
    }
    const bypass = skipped.length > 0 ? `。越过${skipped.join('、')}：${input.reason}` : '';
    return {
      why: `${level}，${input.who}，${exactTime(input.at)} ${TELLING[input.how]}：${input.said}${bypass}`,
      detail: { level, at: input.at },
    };
  },
});

function whereItStands(db: Db, { case: given, policy }: ActContext) {
  const levels = levelsOf(db, given, policy);
  if (levels.length === 0) {
    const text = '尚未设置上报对象，暂不能登记。请系统管理员在“应急与上报联系人”中补充。';
    return { title: '上报级次', text };
  }
  const told = reportsOf(db, given.id);
  const lines = levels.map((level, index) => {
    const at = told.get(level);
    return `第 ${index + 1} 级　${level}：${at === undefined ? '尚未上报' : `已于 ${exactTime(at)} 上报`}`;
  });
  return { title: '上报级次', text: lines.join('\n') };
}
