import { addWorkingDays } from '../../calendar/working-time.ts';
import type { Instrument, RedoReason } from '../../presets/types.ts';
import { pick, whole, words, wordsOr } from '../cells.ts';
import { rows } from '../parts.ts';
import { type Subject, sayAt } from '../subject.ts';

type Rejection = Record<'code' | 'name' | 'explanation' | 'guidance' | 'referral', string>;

export const rejectionReasons: Subject = {
  slug: 'rejection-reasons',
  title: '不予受理原因',
  group: '清单',
  keys: ['rejectionReasons'],
  words: [
    '不属于受理范围的诉求不予受理：不属于本地职权，应由 110、119、120、122 处理，应当或者已经通过诉讼、仲裁、行政复议、信访解决，涉及秘密和隐私，正在办理或者已经依法办结等。每个原因都要向诉求人说明，并指引其他途径。',
    '移除的原因不再用于新的诉求，已登记的工单和统计仍显示原名称。',
  ],
  parts: [
    rows<Rejection>({
      name: 'rejections',
      noun: '原因',
      least: 1,
      cells: {
        name: words('原因', { max: 60 }),
        explanation: words('解释', { max: 500, long: true, help: '话务员判断时看的说明。' }),
        guidance: words('告知用语', {
          max: 500,
          long: true,
          help: '读给诉求人听的话，要说明可以反映的途径。',
        }),
        referral: wordsOr('指引号码', '无', { max: 50, help: '可以不填。' }),
      },
      called: ({ name }) => name,
      from: ({ rejectionReasons }) =>
        rejectionReasons.map((each) => ({ ...each, referral: each.referral ?? '' })),
      to: (reasons) => ({
        rejectionReasons: reasons.map((each) => ({ ...each, referral: each.referral || null })),
      }),
    }),
  ],
  summary: ({ rejectionReasons }) => [
    `${rejectionReasons.length} 种：${rejectionReasons.map(({ name }) => name).join('；')}`,
  ],
  example: ({ rejectionReasons: [first] }) =>
    first ? [`选择“${first.name}”时，话务员告知：“${first.guidance}”`] : [],
};

type Redo = { code: string; name: string; owes: string };

const OWES = [
  { value: 'apology', text: '当面致歉' },
  { value: 'no_fee', text: '再次服务不收费' },
];

export const redoReasons: Subject = {
  slug: 'redo-reasons',
  title: '重办原因',
  group: '清单',
  keys: ['redoReasons'],
  words: [
    '回访不满意并核实属于承办单位责任的，退回重办，注明原因。',
    '服务态度不好的应当面致歉；应解决而未解决的再次服务不另收费。选了“重办时还应”的，承办单位登记落实情况后才能提交答复。',
  ],
  parts: [
    rows<Redo>({
      name: 'redos',
      noun: '原因',
      least: 1,
      cells: { name: words('原因', { max: 40 }), owes: pick('重办时还应', () => OWES, '无') },
      called: ({ name }) => name,
      from: ({ redoReasons }) => redoReasons.map((each) => ({ ...each, owes: each.owes ?? '' })),
      to: (reasons) => ({ redoReasons: reasons.map(redoReason) }),
    }),
  ],
  summary: ({ redoReasons }) => [
    `${redoReasons.length} 种：${redoReasons.map(({ name }) => name).join('；')}`,
  ],
  example: ({ redoReasons }) => {
    const owing = redoReasons.filter(({ owes }) => owes !== undefined);
    return owing.length === 0
      ? ['各原因重办时都没有另外的要求。']
      : owing.map(
          ({ name, owes }) =>
            `以“${name}”重办的，承办单位还应${OWES.find(({ value }) => value === owes)?.text ?? ''}。`,
        );
  },
};

function redoReason({ code, name, owes }: Redo): RedoReason {
  return owes === 'apology' || owes === 'no_fee' ? { code, name, owes } : { code, name };
}

export const instruments: Subject = {
  slug: 'instruments',
  title: '督办方式',
  group: '清单',
  keys: ['instruments'],
  words: [
    '督办采用督查专报、整改通知、督查建议、约谈提醒等方式，限期整改并书面报告。整改期限在下达时可以改动。',
  ],
  parts: [
    rows<Instrument>({
      name: 'instruments',
      noun: '方式',
      least: 1,
      cells: {
        name: words('名称', { max: 20 }),
        opening: words('开头', { max: 300, long: true, help: '印在督办单正文开头。' }),
        days: whole('整改期限', { unit: '个工作日', max: 250 }),
      },
      called: ({ name }) => name,
      from: ({ instruments }) => instruments,
      to: (instruments) => ({ instruments }),
    }),
  ],
  summary: ({ instruments }) => [instruments.map(({ name, days }) => `${name} ${days} 个工作日`).join('，')],
  example: ({ instruments }, moment) =>
    instruments.map(
      ({ name, days }) =>
        `${moment.word}下达的${name}，整改期限为${sayAt(addWorkingDays(moment.calendar, moment.now, days), moment).trimEnd()}。`,
    ),
};
