import { common } from './common.ts';
import { governmentAreas, governmentCategories } from './government-categories.ts';
import { governmentRejections } from './government-rejections.ts';
import { fourKinds } from './kinds.ts';
import { standardPhrases } from './phrases.ts';
import { mannerQuestion, yesNoQuestion } from './questions.ts';
import type { OfficeHours, Phrase, Preset, Question } from './types.ts';

const winter: readonly (readonly [string, string])[] = [
  ['08:30', '12:00'],
  ['14:00', '17:30'],
];
const summer: readonly (readonly [string, string])[] = [
  ['08:30', '12:00'],
  ['15:00', '18:00'],
];

const hours: OfficeHours = [
  { from: '01-01', to: '04-30', sessions: winter },
  { from: '05-01', to: '09-30', sessions: summer },
  { from: '10-01', to: '12-31', sessions: winter },
];

const phrases: readonly Phrase[] = [
  ...standardPhrases('清源县12345热线'),
  {
    stage: 'during',
    title: '告知办理时限',
    text: '您反映的事项属于投诉类，承办单位会在两个工作日内与您联系，十个工作日内办结答复。',
  },
  {
    stage: 'during',
    title: '询问是否保密',
    text: '请问您是否需要对个人信息保密？选择保密后，承办单位看不到您的姓名、电话和住址。',
  },
  {
    stage: 'during',
    title: '不予受理告知',
    text: '您反映的事项不在热线受理范围内，原因我向您说明一下，同时告诉您可以反映的渠道。',
  },
  {
    stage: 'during',
    title: '紧急事项',
    text: '您反映的情况比较紧急，我马上通知责任单位到现场处置，请您注意安全，远离危险区域。',
  },
  {
    stage: 'closing',
    title: '告知工单编号',
    text: '您的诉求已经登记，工单编号稍后以短信发送给您，您可以凭编号查询办理进度。',
  },
  { stage: 'closing', title: '告知回访', text: '事项办结后我们会对您进行回访，请您留意来电，谢谢。' },
];

const questions: readonly Question[] = [
  yesNoQuestion('as_agreed', '承办单位是否按约定时间联系您或到达现场？', ['complaint', 'help']),
  yesNoQuestion('on_site', '工作人员是否到现场查看？', ['complaint', 'help']),
  mannerQuestion('manner', '工作人员的态度如何？', ['complaint', 'suggestion', 'help']),
  yesNoQuestion('clear_answer', '承办单位的答复是否清楚、逐项回应了您的问题？', null),
  yesNoQuestion('same_as_told', '承办单位告知您的结果与刚才读给您听的答复是否一致？', ['complaint', 'help']),
  {
    code: 'charges',
    text: '办理过程中是否向您收取费用，收费是否按公示标准？',
    options: [
      { code: 'free', text: '没有收费' },
      { code: 'standard', text: '按公示标准收费' },
      { code: 'over', text: '超出公示标准' },
    ],
    kinds: ['help'],
  },
  {
    code: 'adopted',
    text: '承办单位是否告知您建议的采纳情况？',
    options: [
      { code: 'adopted', text: '已告知采纳' },
      { code: 'explained', text: '未采纳，已说明理由' },
      { code: 'not_told', text: '没有告知' },
    ],
    kinds: ['suggestion'],
  },
];

export const government12345: Preset = {
  ...common,
  code: 'government-12345',
  name: '12345 政务服务便民热线',
  description:
    '适用于县（市、区）政务服务便民热线：咨询、投诉、建议、求助四类诉求，派往部门和乡镇街道办理，带签收、退件、延期、回访、重办和督办时限。',
  hotline: { name: '清源县12345政务服务便民热线', number: '12345', areaCode: '0000' },
  words: { agency: '承办单位', citizen: '诉求人' },
  kinds: fourKinds,
  // Q-E1: a question that was answered to the citizen directly is called back by sample.
  callbackShares: [{ kind: 'consultation', percent: 30 }],
  hours,
  rejectionReasons: governmentRejections,
  phrases,
  forbiddenPhrases: [...common.forbiddenPhrases, '我们只管转，不管办', '领导不在，等着吧'],
  questions,
  categories: governmentCategories,
  areas: governmentAreas,
};
