import { visiting } from './common.ts';
import { enterpriseRejections } from './enterprise-rejections.ts';
import { outline } from './outline.ts';
import { standardPhrases } from './phrases.ts';
import { mannerQuestion, visitQuestions, yesNoQuestion } from './questions.ts';
import type { Phrase, Preset, Question, RejectionReason } from './types.ts';

const rejectionReasons: readonly RejectionReason[] = [
  {
    code: 'not_our_product',
    name: '不属于本公司产品或服务',
    explanation: '来电所指的产品、服务由其他企业提供，或者购自未经授权的渠道且无法核实来源。',
    guidance: '经核对，您说的产品不是本公司生产或者销售的。请您联系购买的商家；发生消费争议，可以拨打12315。',
    referral: '12315',
  },
  {
    code: 'labour_dispute',
    name: '属于劳动人事争议',
    explanation: '员工与用工单位之间的工资、合同、社会保险争议，由人力资源部门或者劳动仲裁机构处理。',
    guidance: '您反映的是劳动争议，请联系用工单位人力资源部门，也可以拨打12333咨询劳动监察和仲裁程序。',
    referral: '12333',
  },
  ...enterpriseRejections,
];

const phrases: readonly Phrase[] = [
  ...standardPhrases('清源实业客户服务热线'),
  {
    stage: 'during',
    title: '核对订单',
    text: '请您提供订单编号或者购买时登记的手机号，我为您查询购买记录和保修期限。',
  },
  {
    stage: 'during',
    title: '说明保修政策',
    text: '您的产品在保修期内，维修免收人工费和材料费；人为损坏的，维修前会先告知费用，经您同意再维修。',
  },
  {
    stage: 'during',
    title: '致歉',
    text: '给您带来不便，我代表公司向您致歉。您反映的情况我会当天转给责任部门处理。',
  },
  {
    stage: 'during',
    title: '举报保密承诺',
    text: '您举报的内容由专人核查，您的身份信息严格保密，核查结果会按您选择的方式告知。',
  },
  { stage: 'closing', title: '告知处理时限', text: '责任部门会在一个工作日内与您联系，请您保持电话畅通。' },
];

const questions: readonly Question[] = [
  ...visitQuestions,
  mannerQuestion('manner', '我们的工作人员态度如何？', null),
  yesNoQuestion('policy_told', '是否向您说明保修、退换政策？', ['repair', 'complaint', 'consultation']),
  {
    code: 'recommend',
    text: '您是否愿意向亲友推荐我们的产品和服务？',
    options: [
      { code: 'yes', text: '愿意' },
      { code: 'maybe', text: '看情况' },
      { code: 'no', text: '不愿意' },
    ],
    kinds: null,
  },
];

const categories = outline(`
产品质量
  使用故障：不能启动 运行异响 功能失灵
  外观缺陷：破损划伤 缺件漏件
  安全问题：漏电发热 异味烟雾
售后服务
  安装：预约安装 安装质量 安装收费
  维修：上门维修 寄修 维修超时 反复故障
  退换：退货 换货 退款进度
订单物流
  下单支付：订单修改 支付异常 优惠使用
  配送：配送延迟 包裹丢失 错发漏发
  发票：开具发票 发票修改
门店渠道
  门店服务：服务态度 现场环境 缺货
  经销商：授权查询 价格体系 串货举报
会员权益
  账户：登录异常 信息变更 注销
  积分：积分查询 兑换异常
企业监督
  廉洁举报：索要好处 虚报费用
  信息安全：骚扰来电 信息泄露
服务评价
  表扬：客服人员 安装维修人员
  建议：产品改进 服务改进
`);

const areas = outline(`
华东大区
  一分公司：城区门店 郊县门店
  二分公司：城区门店 郊县门店
华中大区
  三分公司：城区门店 郊县门店
  四分公司
西南大区
  五分公司：城区门店 郊县门店
  六分公司
线上渠道
  官方商城
  第三方平台
`);

/** A company's customer line: products, after-sales service, orders, integrity reports. */
export const enterpriseLine: Preset = {
  ...visiting,
  code: 'enterprise-line',
  name: '企业客户服务热线',
  description:
    '适用于生产、商贸、服务企业：产品报修、投诉、咨询、举报、表扬，派往分公司和职能部门，带首次联系和回访时限。',
  hotline: { name: '清源实业客户服务热线', number: '0000-86000400', areaCode: '0000' },
  words: { agency: '责任部门', citizen: '客户' },
  kinds: visiting.kinds.map((kind) => (kind.code === 'repair' ? { ...kind, replyDays: 3 } : kind)),
  rejectionReasons,
  phrases,
  forbiddenPhrases: [...visiting.forbiddenPhrases, '别的客户怎么没有问题', '便宜就是这样的'],
  questions,
  categories,
  areas,
};
