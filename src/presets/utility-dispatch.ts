import { visiting } from './common.ts';
import { enterpriseRejections } from './enterprise-rejections.ts';
import { outline } from './outline.ts';
import { standardPhrases } from './phrases.ts';
import { mannerQuestion, visitQuestions, yesNoQuestion } from './questions.ts';
import type { Phrase, Preset, Question, RejectionReason } from './types.ts';

const rejectionReasons: readonly RejectionReason[] = [
  {
    code: 'outside_area',
    name: '不在本公司供气区域',
    explanation: '来电地址由其他燃气企业经营供气，本公司无权作业。',
    guidance:
      '经查询，您的地址由其他燃气企业供气。如果闻到燃气气味，请您先开窗、关阀、离开现场，再拨打该企业抢修电话；不知道号码的，可以拨打12345查询。',
    referral: '12345',
  },
  {
    code: 'customer_property',
    name: '属于用户自有设施或燃气具厂家保修',
    explanation: '灶具、热水器、壁挂炉等燃气具由生产厂家或者其授权单位安装、维修。',
    guidance:
      '您反映的是燃气具本身的故障，请联系产品说明书上的厂家售后电话。维修期间请关闭表后阀；如果闻到燃气气味，请立即再次拨打本热线。',
    referral: null,
  },
  ...enterpriseRejections,
];

const phrases: readonly Phrase[] = [
  ...standardPhrases('清源燃气调度热线'),
  {
    stage: 'during',
    title: '燃气泄漏应急提示',
    text: '请您马上关闭表前阀，打开门窗，不要开关电器和灯，不要在室内打电话，到室外空旷处等候，抢修人员已经出发。',
  },
  {
    stage: 'during',
    title: '核对户号地址',
    text: '请您提供燃气卡号或者户号，我与您核对用气地址和联系电话。',
  },
  {
    stage: 'during',
    title: '预约上门',
    text: '维修人员将在与您约定的时间段上门，上门时会出示工作证，收费项目按公示标准执行并开具票据。',
  },
  {
    stage: 'during',
    title: '停气解释',
    text: '您所在的区域因管网作业暂停供气，预计恢复时间我已告知您。恢复供气时请确认灶具阀门处于关闭状态。',
  },
  {
    stage: 'closing',
    title: '安全提醒',
    text: '请您用气后关闭阀门，定期更换胶管。闻到燃气气味时，请到室外拨打本热线。',
  },
];

const questions: readonly Question[] = [
  ...visitQuestions,
  mannerQuestion('manner', '抢修、维修人员的态度如何？', ['repair', 'help', 'complaint']),
  yesNoQuestion('work_card', '工作人员上门时是否出示工作证？', ['repair', 'help']),
  yesNoQuestion('safety_told', '工作人员是否向您讲解安全用气知识？', ['repair', 'help']),
  yesNoQuestion('clear_answer', '我们的答复是否清楚？', [
    'consultation',
    'complaint',
    'suggestion',
    'report',
  ]),
];

const categories = outline(`
抢修
  燃气泄漏：室内泄漏 室外泄漏 管道挖断
  设施损坏：调压箱损坏 阀井盖缺失 立管锈蚀
  意外停气：楼栋停气 片区停气 压力不足
维修
  计量表具：表不走字 不识卡 显示异常 更换电池
  户内管道：管道改动 阀门更换 接头漏气
  燃气具：打不着火 火焰异常 胶管更换
营业
  开户通气：新装开户 通气点火 过户销户
  气费缴纳：阶梯气价 充值异常 发票开具 欠费复通
  信息变更：联系方式 户主信息
安全
  入户安检：预约安检 安检整改 到访不遇
  隐患举报：占压管道 私接私改 野蛮施工
  用气知识：应急处置 报警器使用
服务评价
  服务态度：热线人员 维修人员 营业人员
  收费意见：材料费 上门费
  时限意见：抢修到场 维修超时
其他
  停气通知：计划停气 恢复供气
  意见建议
`);

const areas = outline(`
城区供气区域
  东城片区：文昌调压站 迎晖调压站 学府调压站
  西城片区：西关调压站 锦绣调压站 双塔调压站
  南湖片区：湖滨调压站 柳岸调压站
工业供气区域
  北苑工业园：一期 二期
  食品产业园
乡镇供气区域
  白石镇：白石街 河湾村
  双桥镇：双桥街 桥东村
`);

/** A gas company's dispatch hotline: repair the same day, leaks at once (G-A3). */
export const utilityDispatch: Preset = {
  ...visiting,
  code: 'utility-dispatch',
  name: '公用事业调度热线（燃气）',
  description:
    '适用于燃气、供水、供热、供电企业的调度热线：以报修抢修为主，二十四小时受理，当日处理，带停气通知、上门服务与收费回访。',
  hotline: { name: '清源燃气调度热线', number: '0000-86000119', areaCode: '0000' },
  words: { agency: '责任部门', citizen: '用户' },
  limits: {
    ...visiting.limits,
    acceptUrgentMinutes: 3,
    dispatchUrgentMinutes: 3,
    signUrgentMinutes: 10,
    returnUrgentMinutes: 15,
  },
  rejectionReasons,
  phrases,
  forbiddenPhrases: [...visiting.forbiddenPhrases, '漏一点气没关系', '维修的不归调度管'],
  questions,
  categories,
  areas,
};
