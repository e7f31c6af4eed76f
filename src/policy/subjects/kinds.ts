import { addWorkingDays, sameDay } from '../../calendar/working-time.ts';
import type { Kind } from '../../presets/types.ts';
import { wholeOr, words } from '../cells.ts';
import { rows } from '../parts.ts';
import { type Moment, type Subject, sayAt } from '../subject.ts';

const DAYS = { unit: '个工作日', max: 250 };
const SAME_DAY = { value: 'same_day', words: '当日', typed: '当日' } as const;

export const kinds: Subject = {
  slug: 'kinds',
  title: '诉求类型与办理期限',
  group: '期限',
  keys: ['kinds'],
  words: [
    '办理期限：各类诉求在各自的答复时限内办结答复，自派单次日起算，到最后一个工作日下班时止；列入便民服务事项清单的可以另定期限。紧急诉求一律当日答复。',
    '首次联系：有联系方式的，签收后在规定的工作日内与诉求人联系；没有填写天数的类型不要求。',
    '登记时按此处的顺序列出。移除的类型不再用于新登记的诉求，已登记的工单仍按原类型和原期限办理。',
  ],
  parts: [
    rows<Omit<Kind, 'contactable'>>({
      name: 'kinds',
      noun: '类型',
      least: 1,
      cells: {
        name: words('名称', { max: 10 }),
        replyDays: wholeOr('答复时限', SAME_DAY, { ...DAYS, help: '当日办结的填“当日”。' }),
        listedDays: wholeOr(
          '便民服务事项',
          { value: null, words: '与其他事项相同' },
          { ...DAYS, help: '不填为与其他事项相同。' },
        ),
        contactDays: wholeOr(
          '首次联系',
          { value: null, words: '不要求' },
          { ...DAYS, help: '不填为不要求。' },
        ),
      },
      called: ({ name }) => name,
      from: ({ kinds }) => kinds,
      to: (kinds) => ({ kinds: kinds.map((kind) => ({ ...kind, contactable: kind.contactDays !== null })) }),
    }),
  ],
  usedAs: 'kind',
  summary: ({ kinds }) => kinds.map(saidOf),
  example: ({ kinds }, moment) => kinds.map((kind) => exampleOf(kind, moment)),
};

function saidOf({ name, replyDays, listedDays, contactDays }: Kind): string {
  const reply = replyDays === 'same_day' ? '当日答复' : `${replyDays} 个工作日答复`;
  const listed = listedDays === null ? '' : `（便民服务事项 ${listedDays} 个）`;
  const contact = contactDays === null ? '' : `，${contactDays} 个工作日内首次联系`;
  return `${name}：${reply}${listed}${contact}`;
}

function exampleOf({ name, replyDays, listedDays, contactDays }: Kind, moment: Moment): string {
  const { now, word, calendar } = moment;
  const after = (days: number) => sayAt(addWorkingDays(calendar, now, days), moment);
  const urgent = sayAt(sameDay(calendar, now), moment);
  const reply = replyDays === 'same_day' ? urgent : after(replyDays);
  const listed = listedDays === null ? '' : `；属于便民服务事项的为${after(listedDays).trimEnd()}`;
  const contact = contactDays === null ? '' : `；${word}签收的，首次联系应在${after(contactDays)}前`;
  return `${word}派出的${name}，答复时限为${reply.trimEnd()}${listed}；紧急的为${urgent.trimEnd()}${contact}。`;
}
