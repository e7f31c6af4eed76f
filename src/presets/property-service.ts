import { visiting } from './common.ts';
import { enterpriseRejections } from './enterprise-rejections.ts';
import { outline } from './outline.ts';
import { standardPhrases } from './phrases.ts';
import { mannerQuestion, visitQuestions, yesNoQuestion } from './questions.ts';
import type { Phrase, Preset, Question, RejectionReason } from './types.ts';

const rejectionReasons: readonly RejectionReason[] = [
  {
    code: 'utility_property',
    name: '属于供水、供电、供气、通信企业的设施',
    explanation: '计量表具、入户总管、公用线路的产权和维护责任属于相应的专业经营单位。',
    guidance:
      '您反映的设施由专业经营单位维护。供电故障请拨打95598，供水、供气、通信故障请拨打各单位客服电话；需要打开设备间的，物业会派人配合。',
    referral: '95598',
  },
  {
    code: 'neighbour_dispute',
    name: '属于业主之间的民事纠纷',
    explanation: '相邻关系、共有权益、装修损害等民事纠纷，物业可以协助沟通，无权裁决。',
    guidance:
      '物业可以上门劝导和协助沟通。双方协商不成的，可以申请社区人民调解委员会调解，也可以拨打12348咨询法律途径。',
    referral: '12348',
  },
  {
    code: 'owners_decision',
    name: '须由业主大会、业主委员会决定',
    explanation: '物业费标准、公共收益使用、维修资金动用、公共部位改造等，依法由业主共同决定。',
    guidance:
      '您提出的事项依法应由业主共同决定，物业不能自行更改。我会把您的意见转交业主委员会，您也可以向社区居民委员会反映。',
    referral: '社区居民委员会',
  },
  ...enterpriseRejections,
];

const phrases: readonly Phrase[] = [
  ...standardPhrases('清源家园物业服务热线'),
  {
    stage: 'during',
    title: '核对房号',
    text: '请您告诉我小区名称、楼栋单元和房号，我为您登记报修。',
  },
  {
    stage: 'during',
    title: '电梯困人安抚',
    text: '请您不要强行扒门，靠近轿厢内壁站稳，按住呼叫按钮与值班室保持通话，救援人员正在赶来。',
  },
  {
    stage: 'during',
    title: '漏水应急提示',
    text: '请您先关闭户内进水总阀，切断积水区域的电源，维修人员马上联系您。',
  },
  {
    stage: 'during',
    title: '有偿服务说明',
    text: '您报修的是户内自用部位，维修前工作人员会出示收费标准，经您同意后再施工。',
  },
  { stage: 'closing', title: '告知上门时间', text: '维修人员会在约定时间段上门，到达前会给您打电话。' },
];

const questions: readonly Question[] = [
  ...visitQuestions,
  mannerQuestion('manner', '物业工作人员的态度如何？', null),
  yesNoQuestion('tested', '维修完成后是否当面试用、请您验收？', ['repair']),
  yesNoQuestion('clear_answer', '物业的答复是否清楚？', [
    'consultation',
    'complaint',
    'suggestion',
    'report',
  ]),
];

const categories = outline(`
户内报修
  给排水：水管漏水 下水堵塞 龙头更换 地漏返味
  电气：跳闸断电 灯具更换 开关插座
  门窗：入户门锁 窗户渗水 纱窗损坏
公共设施
  电梯：困人 故障停运 异响抖动
  门禁监控：门禁失灵 道闸故障 监控损坏
  公共照明：楼道灯 园区路灯 地库照明
  给排水：屋面漏水 污水管堵塞 二次供水
  消防：消防栓缺水 报警误报 通道堵塞
环境秩序
  保洁：楼道卫生 垃圾清运 园区积水
  绿化：树木修剪 病虫害 绿地占用
  停车：占用车位 乱停乱放 充电桩
  噪声：装修噪声 邻里噪声 宠物扰民
安全管理
  门岗：外来人员 快递外卖
  巡逻：可疑情况 高空抛物
  电动自行车：飞线充电 上楼停放
收费与事务
  费用：物业费 停车费 水电公摊
  装修：装修申请 垃圾清运 违规装修
  业主事务：入住手续 公共收益 社区活动
服务评价
  表扬：维修人员 保安保洁
  意见：服务态度 处理时限
`);

const areas = outline(`
云锦花园
  1栋：1单元 2单元
  2栋：1单元 2单元
  3栋：1单元 2单元 3单元
  地下车库
柳岸新居
  A区：1栋 2栋 3栋
  B区：5栋 6栋
  商铺
学府雅苑
  1栋：1单元 2单元
  2栋：1单元 2单元
  幼儿园
湖滨公馆
  北组团：1栋 2栋
  南组团：3栋 4栋
  会所
`);

/** A property management company's service line: house repairs, public facilities, order in the estate. */
export const propertyService: Preset = {
  ...visiting,
  code: 'property-service',
  name: '物业服务热线',
  description:
    '适用于物业服务企业：业主报修、投诉、咨询、表扬，按小区、楼栋、单元派往维修、保洁、秩序等部门，带上门时间与收费回访。',
  hotline: { name: '清源家园物业服务热线', number: '0000-86000345', areaCode: '0000' },
  words: { agency: '责任部门', citizen: '业主' },
  limits: {
    ...visiting.limits,
    acceptUrgentMinutes: 5,
    dispatchUrgentMinutes: 5,
    signUrgentMinutes: 15,
    returnUrgentMinutes: 30,
  },
  rejectionReasons,
  phrases,
  forbiddenPhrases: [...visiting.forbiddenPhrases, '先把物业费交了再说', '别人家都没事'],
  questions,
  categories,
  areas,
};
