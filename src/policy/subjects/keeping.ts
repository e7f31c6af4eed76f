import type { Keeping } from '../../presets/types.ts';
import { whole } from '../cells.ts';
import { fields } from '../parts.ts';
import type { Subject } from '../subject.ts';

export const keeping: Subject = {
  slug: 'keeping',
  title: '保存期限',
  group: '数据安全',
  keys: ['keeping'],
  holdsForAll: true,
  meaning: '此前办结的工单、已有的记录同样按新的期限处理。',
  words: [
    '办结的工单一直保存，统计不受影响；期满后只抹去其中的个人信息：姓名、电话、地址，诉求和答复文字里的号码，诉求人提供的附件。抹去后不能找回，备份中的旧数据随备份到期。',
    '操作日志至少保存 190 天（网络安全法要求不少于六个月）。各年度的汇总数字在清理后仍然保留。',
  ],
  parts: [
    fields<Keeping>({
      name: 'keeping',
      cells: {
        maskYears: whole('个人信息', {
          ...{ unit: '年', min: 0, max: 99 },
          help: '自办结之日起；填 0 为不抹去。',
        }),
        auditDays: whole('操作日志', { unit: '天', min: 190, max: 9999 }),
        messageDays: whole('短信和邮件记录', { unit: '天', min: 90, max: 9999 }),
      },
      from: ({ keeping }) => keeping,
      to: (keeping) => ({ keeping }),
    }),
  ],
  summary: ({ keeping }) => [
    keeping.maskYears > 0 ? `办结 ${keeping.maskYears} 年后抹去个人信息` : '不抹去个人信息',
    `操作日志 ${keeping.auditDays} 天，短信和邮件记录 ${keeping.messageDays} 天`,
  ],
  example: ({ keeping }) => [
    keeping.maskYears > 0
      ? `今天办结的工单，${keeping.maskYears} 年后抹去个人信息。`
      : '工单中的个人信息一直保存。',
  ],
};
