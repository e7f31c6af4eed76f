/** A unit outside the county, which gets letters (Q-B5). */
export const outsideUnits = [
  {
    code: 'sheng-gaosu',
    name: '省高速公路运营管理中心',
    shortName: '省高速中心',
    officePhone: '0000-9600001',
    contactPerson: '综合处',
    address: '省城迎宾大道1号',
    email: 'zonghe@gaosu.example.cn',
  },
  {
    code: 'shi-gongjijin',
    name: '市住房公积金管理中心',
    shortName: '市公积金中心',
    officePhone: '0000-9600002',
    contactPerson: '业务受理科',
    address: '市政务大道18号',
    email: 'yewu@gjj.example.cn',
  },
] as const;

export type OutsideRequest = {
  unit: (typeof outsideUnits)[number]['code'];
  kind: string;
  category: string;
  headline: string;
  text: string;
  name: string;
  phone: string;
  opinion: string;
  handling: string;
  publicReply: string;
  signedBy: string;
};

/** Requests that no agency of the county can answer. */
export const outsideRequests: readonly OutsideRequest[] = [
  {
    unit: 'sheng-gaosu',
    kind: 'complaint',
    category: '交通出行/公路养护/护栏缺损',
    headline: '高速清源出口匝道护栏损坏多日未修',
    text: '来电人反映，高速公路清源出口匝道弯道处的护栏上周被货车撞坏，约有六米长的一段倒在路肩上，至今没有修复，也没有摆放警示锥桶，夜间行车经过很不安全，希望尽快修复并先设置警示标志。',
    name: '蒲先生',
    phone: '139 0000 8101',
    opinion: '路段属省管高速，请函转办理。',
    handling: '已安排养护单位更换受损护栏八米，增设反光标志两处。',
    publicReply: '您反映的高速清源出口匝道护栏已修复，并增设了反光标志。感谢您的提醒。',
    signedBy: '养护处 秦处长',
  },
  {
    unit: 'shi-gongjijin',
    kind: 'help',
    category: '住房物业/住房保障/住房公积金',
    headline: '住房公积金异地转入迟迟没有到账',
    text: '来电人反映，今年九月从外省调回清源工作，同月在网上申请把原来缴存的住房公积金转入本市账户，系统一直显示“转移接续中”，已经两个多月没有到账，影响办理购房贷款，希望帮助核实卡在哪个环节。',
    name: '闵女士',
    phone: '139 0000 8102',
    opinion: '公积金业务由市中心管理，请函转核实。',
    handling: '经核实，原缴存地联系函信息有误被退回，已重新发起转移申请。',
    publicReply: '您的公积金转移申请因原缴存地信息有误被退回，现已重新发起，预计十个工作日内到账。',
    signedBy: '业务受理科 卢科长',
  },
  {
    unit: 'sheng-gaosu',
    kind: 'help',
    category: '交通出行/公路养护/边坡塌方',
    headline: '高速路旁边坡落石掉进农田',
    text: '来电人反映，连日下雨后，高速公路青岩段路旁的边坡不断有碎石滚落，已经掉进坡下的农田里，压坏了一片油菜，村民担心再下雨会有更大的石块落下来，希望有人到现场查看并加固边坡。',
    name: '涂先生',
    phone: '139 0000 8103',
    opinion: '边坡属省管高速，请函转查看。',
    handling: '已派员现场查看，清理碎石并加装防护网。',
    publicReply: '边坡碎石已清理，防护网已加装完成，受损青苗的补偿由养护单位与农户协商。',
    signedBy: '养护处 秦处长',
  },
];
