import { hoursProblems } from '../../calendar/hours.ts';
import { dayOf, formatLocal } from '../../calendar/local-time.ts';
import { addSessions, addWorkingDays, sessionsOf } from '../../calendar/working-time.ts';
import { monthDay, timeCell } from '../cells.ts';
import { rows } from '../parts.ts';
import { type Subject, sayAt } from '../subject.ts';

type Season = Record<'from' | 'to' | 'morning' | 'noon' | 'afternoon' | 'close', string>;

export const hours: Subject = {
  slug: 'hours',
  title: '作息时间',
  group: '期限',
  keys: ['hours'],
  words: [
    '办理期限按上班时间计算：一个工作日到当天下班时止，半个工作日为一个上午或一个下午。夏季和冬季作息不同的，分段填写；全年每一天只能属于一段。',
    '一段可以跨年，例如 10-01 至 04-30。放假和调休在“工作日历”中录入。已登记的工单仍按登记时的作息计算。',
  ],
  parts: [
    rows<Season>({
      name: 'hours',
      noun: '作息',
      least: 1,
      cells: {
        from: monthDay('起始日'),
        to: monthDay('终止日'),
        morning: timeCell('上午上班'),
        noon: timeCell('上午下班'),
        afternoon: timeCell('下午上班'),
        close: timeCell('下午下班'),
      },
      called: ({ from, to }) => `${from} 至 ${to}`,
      from: (policy) =>
        policy.hours.map(
          ({ from, to, sessions: [[morning = '', noon = ''] = [], [afternoon = '', close = ''] = []] }) => ({
            ...{ from, to, morning, noon, afternoon, close },
          }),
        ),
      to: (seasons) => ({
        hours: seasons.map(({ from, to, morning, noon, afternoon, close }) => ({
          ...{ from, to },
          sessions: [
            [morning, noon],
            [afternoon, close],
          ],
        })),
      }),
    }),
  ],
  summary: ({ hours }) =>
    hours.map(
      ({ from, to, sessions }) => `${from} 至 ${to}：${sessions.map((each) => each.join('-')).join('，')}`,
    ),
  example: (_policy, moment) => {
    const { now, word, calendar } = moment;
    const today = sessionsOf(calendar, dayOf(now)).map(({ start, end }) => `${clock(start)}-${clock(end)}`);
    const day = word === '现在' ? '今天' : '施行当天';
    return [
      today.length > 0 ? `${day}的上班时间为 ${today.join('、')}。` : `${day}不上班。`,
      `${word}派出的诉求，半个工作日到${sayAt(addSessions(calendar, now, 1), moment)}止，1 个工作日到${sayAt(addWorkingDays(calendar, now, 1), moment)}止，10 个工作日到${sayAt(addWorkingDays(calendar, now, 10), moment)}止。`,
    ];
  },
  check: ({ hours }) => {
    const [problem] = hoursProblems(hours);
    return problem ? { hours: problem } : {};
  },
};

function clock(at: number): string {
  return formatLocal(at).slice(11);
}
