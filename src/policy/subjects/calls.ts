import { DAY, HOUR } from '../../calendar/days.ts';
import { timeOfDay } from '../../calendar/hours.ts';
import { dayOf, startOfDay } from '../../calendar/local-time.ts';
import type { CallbackShare, SpotCheckShare } from '../../presets/types.ts';
import { pick, timeCell, whole } from '../cells.ts';
import { fields, rows } from '../parts.ts';
import { type Subject, sayAt } from '../subject.ts';

export const quietHours: Subject = {
  slug: 'quiet-hours',
  title: '免打扰时段',
  group: '期限',
  keys: ['quietHours'],
  words: ['此时段内不安排回访，也不能登记为计划内的回访；服务结束时当场回访的除外。时段可以跨过午夜。'],
  parts: [
    fields({
      name: 'quiet',
      cells: { from: timeCell('开始'), to: timeCell('结束') },
      from: ({ quietHours }) => quietHours,
      to: (quietHours) => ({ quietHours }),
    }),
  ],
  summary: ({ quietHours: { from, to } }) => [`${from} 至${to <= from ? '次日' : ''} ${to} 不回访`],
  example: ({ quietHours: { from, to } }, moment) => {
    const today = (time: string) => startOfDay(dayOf(moment.now)) + timeOfDay(time);
    const end = to <= from ? today(to) + DAY : today(to);
    const hours = Math.round(((end - today(from)) / HOUR) * 10) / 10;
    return [
      `${sayAt(today(from), moment).trimStart()}至${sayAt(end, moment)}不能回访，共 ${hours} 小时；其余时间可以回访。`,
    ];
  },
  check: ({ quietHours: { from, to } }) =>
    from === to ? { 'quiet.to': '开始和结束相同，整天都不能回访。请改动其中一个。' } : {},
};

const PERCENT = { unit: '%', min: 0, max: 100 };

export const callbacks: Subject = {
  slug: 'callbacks',
  title: '回访比例与抽查',
  group: '期限',
  keys: ['callbackShares', 'spotChecks'],
  words: [
    '转办的诉求办结答复后逐件回访。承办单位已直接答复诉求人的（例如咨询），可以按比例抽取回访；没有列出的类型全部回访。',
    '办结后按比例抽查：电话、上门或实地核查。督办过的工单都在抽查之列。几行都符合时，先看写明单位的，再看写明类型的。',
  ],
  parts: [
    rows<CallbackShare>({
      name: 'shares',
      title: '回访比例',
      noun: '类型',
      cells: { kind: pick('诉求类型', ({ kinds }) => kinds), percent: whole('回访比例', PERCENT) },
      called: ({ kind }, { kinds }) => kinds.find(({ value }) => value === kind)?.text ?? kind,
      from: ({ callbackShares }) => callbackShares,
      to: (shares) => ({ callbackShares: shares.map(({ kind, percent }) => ({ kind, percent })) }),
    }),
    rows<SpotCheckShare>({
      name: 'checks',
      title: '办结后抽查',
      noun: '抽查',
      cells: {
        kind: pick('诉求类型', ({ kinds }) => kinds, '各类诉求'),
        agency: pick('承办单位', ({ agencies }) => agencies, '各承办单位'),
        percent: whole('抽查比例', PERCENT),
      },
      called: ({ kind, agency }, { kinds, agencies }) =>
        `${agencies.find(({ value }) => value === agency)?.text ?? (agency || '各承办单位')}的${kinds.find(({ value }) => value === kind)?.text ?? (kind || '各类诉求')}`,
      from: ({ spotChecks }) => spotChecks,
      to: (checks) => ({
        spotChecks: checks.map(({ kind, agency, percent }) => ({ kind, agency, percent })),
      }),
    }),
  ],
  summary: ({ callbackShares, spotChecks }, { kinds }) => [
    callbackShares.length === 0
      ? '各类诉求全部回访'
      : `${callbackShares.map(({ kind, percent }) => `${kinds.find(({ value }) => value === kind)?.text ?? kind}回访 ${percent}%`).join('，')}，其余全部回访`,
    spotChecks.length === 0
      ? '不抽查'
      : `办结后抽查 ${spotChecks.length} 种，比例 ${spotChecks.map(({ percent }) => `${percent}%`).join('、')}`,
  ],
  example: ({ kinds, callbackShares, spotChecks }) => [
    `每 100 件答复：${kinds.map(({ code, name }) => `${name}约回访 ${callbackShares.find(({ kind }) => kind === code)?.percent ?? 100} 件`).join('，')}。`,
    spotChecks.length === 0
      ? '办结的工单不再抽查，督办过的除外。'
      : `每 100 件办结的工单，按各行约抽查 ${spotChecks.map(({ percent }) => `${percent} 件`).join('、')}。`,
  ],
};
