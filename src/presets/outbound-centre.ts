import { enterprise } from './common.ts';
import { enterpriseRejections } from './enterprise-rejections.ts';
import { outline } from './outline.ts';
import { standardPhrases } from './phrases.ts';
import { mannerQuestion, yesNoQuestion } from './questions.ts';
import type { Phrase, Preset, Question, RejectionReason } from './types.ts';

const rejectionReasons: readonly RejectionReason[] = [
  {
    code: 'outside_project',
    name: '不在委托项目范围',
    explanation: '受访人提出的事项与本次回访、调查、通知项目无关，委托方没有授权本中心处理。',
    guidance: '您提出的事项不在本次回访范围内。我把委托单位的服务电话告诉您，由他们直接为您办理。',
    referral: '委托单位服务电话',
  },
  {
    code: 'commitment',
    name: '要求作出委托方未授权的承诺',
    explanation: '涉及赔偿、减免、办理结果的承诺，应由委托方作出。',
    guidance: '您的要求需要由委托单位决定，我不能代为答应。我会如实记录并转交，由专人与您联系。',
    referral: '委托单位服务电话',
  },
  ...enterpriseRejections,
];

const phrases: readonly Phrase[] = [
  ...standardPhrases('清源外呼服务中心'),
  {
    stage: 'opening',
    title: '外呼开场',
    text: '您好，我是清源外呼服务中心×××号，受委托单位委托对您进行回访，大约占用两分钟，请问您现在方便吗？',
  },
  {
    stage: 'opening',
    title: '对方不方便',
    text: '打扰您了。请问什么时间给您回电比较合适？我按您说的时间再联系您。',
  },
  {
    stage: 'during',
    title: '说明号码来源',
    text: '您的号码由委托单位依照服务协议提供，仅用于本次回访，我们不会另作他用。',
  },
  {
    stage: 'during',
    title: '对方拒访',
    text: '理解您的想法，打扰您了。我会登记您的意愿，今后不再就此项目致电，祝您生活愉快。',
  },
  {
    stage: 'during',
    title: '听到投诉时',
    text: '您说的情况我已经详细记录，会生成工单转给责任单位，由专人与您联系。',
  },
  { stage: 'closing', title: '外呼结束语', text: '我的问题问完了，感谢您的配合，祝您生活愉快，再见。' },
];

const questions: readonly Question[] = [
  mannerQuestion('manner', '外呼人员的态度如何？', null),
  yesNoQuestion('purpose_told', '外呼人员是否说明单位、工号和来电目的？', null),
  {
    code: 'call_time',
    text: '来电时间是否合适？',
    options: [
      { code: 'fine', text: '合适' },
      { code: 'early_late', text: '过早或者过晚' },
      { code: 'too_often', text: '次数过多' },
    ],
    kinds: null,
  },
  yesNoQuestion('passed_on', '您提出的问题是否有人跟进？', ['complaint', 'help', 'suggestion', 'report']),
];

const categories = outline(`
服务回访
  办件回访：办理结果 办理时限 工作态度
  维修回访：上门时间 维修质量 收费标准
  医疗回访：就诊体验 出院康复
满意度调查
  公共服务：窗口服务 公共交通 市容环境
  企业服务：产品满意度 服务满意度
客户关怀
  节日问候：老年用户 会员用户
  到期提醒：合同到期 证照到期 缴费提醒
通知宣传
  政策宣传：社保政策 医保政策 防诈宣传
  临时通知：停水停气 道路施工 恶劣天气
外呼投诉
  打扰投诉：频繁来电 时间不当 要求停拨
  信息疑问：号码来源 身份核实
  用语态度：用语不当 强行推介
转办事项
  受访人诉求：投诉转办 求助转办 建议转办
`);

const areas = outline(`
一部
  政务回访组：日间班 晚间班
  民意调查组：日间班 晚间班
二部
  企业回访组：日间班 晚间班
  关怀提醒组
三部
  通知宣传组
  机动组
`);

/** An outbound call centre: follow-up, care, surveys, notices; what people say becomes cases (O-A1). */
export const outboundCentre: Preset = {
  ...enterprise,
  code: 'outbound-centre',
  name: '外呼服务中心',
  description:
    '适用于受托开展回访、调查、关怀、通知的外呼中心：通话中听到的投诉、求助、建议生成工单，转交项目组或委托单位办理。',
  hotline: { name: '清源外呼服务中心', number: '0000-86000678', areaCode: '0000' },
  words: { agency: '项目组', citizen: '受访人' },
  kinds: enterprise.kinds.filter((kind) => kind.code !== 'repair'),
  rejectionReasons,
  phrases,
  forbiddenPhrases: [...enterprise.forbiddenPhrases, '耽误你几分钟怎么了', '不配合就一直打'],
  questions,
  categories,
  areas,
};
