import type { RejectedTemplate } from '../template.ts';

/** Matters that the hotline may not accept (Q-A3); the reason is a code of the government preset. */
export const rejected: readonly RejectedTemplate[] = [
  {
    kind: 'complaint',
    category: '公共安全/社会治安/邻里纠纷',
    where: 'town',
    reason: 'litigation',
    headline: '对邻里排水纠纷的法院判决不满',
    text: '与{小区}{楼}邻居因{排水管|公共过道}发生纠纷，{前年|去年}已经由法院判决，二审维持原判，现在认为判决不公，对方也没有完全履行，要求政府{重新调查|责成对方拆除}，并追究相关人员责任。',
  },
  {
    kind: 'help',
    category: '公共安全/社会治安/邻里纠纷',
    where: 'town',
    reason: 'emergency_numbers',
    headline: '{小区}楼下有人打架需要处置',
    text: '{小区}{楼}楼下现在有{四五个|七八个}人因为{停车|喝酒}争吵后动手，有人{手里拿着棍子|头部流血}，围了很多人，物业保安劝不住，来电要求政府马上派人来处理，当事人情绪激动，随时可能有人受伤。',
  },
  {
    kind: 'complaint',
    category: '市场监管/消费维权/退货退款',
    where: 'town',
    reason: 'beyond_powers',
    headline: '要求处理外省商家不退款',
    text: '{日前}在外省旅游时在当地一家商店购买{玉器|药材|茶叶}，花费{金额}，回来后发现与宣传不符，联系商家不肯退款，电话也不再接听，要求本县市场监管部门到外省查处并追回款项，可以提供发票和转账记录。',
  },
  {
    kind: 'complaint',
    category: '政务服务/作风效能/推诿拖延',
    where: 'village',
    reason: 'discipline',
    headline: '{镇}{村}检举村干部收受好处',
    text: '检举{镇}{村}一名村干部{去年|今年}在{工程发包|危房改造名额}中收受好处，称手中有{录音|转账截图}，要求热线直接派人调查，免去其职务，并把处理结果通报全村，同时要求不要转给镇里，担心消息外泄。',
  },
  {
    kind: 'complaint',
    category: '城市管理/噪声油烟/夜间施工噪声',
    where: 'town',
    reason: 'in_process',
    headline: '{小区}再次反映已受理的施工噪声',
    text: '{昨天|前天}已经反映{路}工地夜间施工的问题，工单正在办理，今天再次来电，要求当天必须有结果，并重复登记同一诉求。经核查，原工单已由承办单位签收，已与诉求人联系，尚在规定的办理期限内。',
  },
  {
    kind: 'complaint',
    category: '自然资源/土地管理/征地补偿',
    where: 'village',
    reason: 'concluded',
    headline: '{镇}{村}对已办结的征地补偿再次提出',
    text: '{镇}{村}{组}{前年|去年}修路占地，补偿款已按标准发放，诉求人对补偿标准不服，承办单位已两次书面答复，并告知复议和诉讼途径，诉求人没有提出新的事实和理由，再次来电要求按{高一倍|城区}的标准补偿。',
  },
  {
    kind: 'consultation',
    category: '政务服务/政策落实/信息公开',
    where: 'town',
    reason: 'secrets_privacy',
    headline: '要求查询他人电话和住址',
    text: '诉求人称{去年|前年}借给朋友{金额}，对方搬走后联系不上，只知道姓名和以前住在{小区}，要求热线帮助查询对方现在的{手机号码和住址|工作单位和户籍信息}，以便上门讨要欠款。',
  },
  {
    kind: 'complaint',
    category: '劳动社保/劳动合同/试用期纠纷',
    where: 'town',
    reason: 'arbitration_review',
    headline: '对劳动仲裁裁决不服',
    text: '与{企业}因{试用期工资|加班费}发生争议，已经向劳动人事争议仲裁委员会申请仲裁，裁决书{上周|前几天}送达，只支持了部分请求，诉求人不服，要求人社局改变裁决结果，或者责令公司全额支付。',
  },
];
