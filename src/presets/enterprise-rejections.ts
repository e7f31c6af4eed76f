import type { RejectionReason } from './types.ts';

/** Matters that no company's hotline accepts (Q-A3); each preset adds what lies outside its own trade. */
export const enterpriseRejections: readonly RejectionReason[] = [
  {
    code: 'emergency_numbers',
    name: '应拨打110、119、120、122的紧急事项',
    explanation: '正在发生的违法犯罪、火灾、急救、交通事故，由专门的紧急号码受理。',
    guidance:
      '您说的情况需要马上处置。报警请拨110，火警请拨119，急救请拨120，交通事故请拨122。如果您不方便拨打，请告诉我地点，我为您三方转接。',
    referral: '110、119、120、122',
  },
  {
    code: 'government_powers',
    name: '属于政府部门职权',
    explanation: '行政审批、行政处罚、公共管理等事项，由政府部门依照职权办理。',
    guidance: '您反映的事项由政府部门负责，我们无权办理。请您拨打12345政务服务便民热线反映。',
    referral: '12345',
  },
  {
    code: 'legal_proceedings',
    name: '应当或已经通过诉讼、仲裁途径解决',
    explanation: '人民法院、仲裁机构已经受理或者作出裁判，应当依照法律程序解决的纠纷。',
    guidance:
      '您反映的事项正在或者应当通过法律程序解决，我们以生效的裁判文书为准。诉讼事项请拨打12368，法律咨询请拨打12348。',
    referral: '12368、12348',
  },
  {
    code: 'discipline',
    name: '属于纪检监察机关职责',
    explanation: '检举控告党员、公职人员违纪违法的事项，由纪检监察机关受理。',
    guidance: '您反映的问题由纪检监察机关受理，请您拨打12388，您的信息会得到保密。',
    referral: '12388',
  },
  {
    code: 'secrets_privacy',
    name: '涉及商业秘密、他人个人信息',
    explanation: '请求查询他人户号、地址、电话、消费记录，或者公司不公开的经营信息。',
    guidance:
      '您询问的内容涉及他人信息或者商业秘密，我们不能查询和提供。户主本人可以凭有效证件到营业厅查询。',
    referral: null,
  },
  {
    code: 'in_process',
    name: '同一事项正在办理',
    explanation: '同一事项已经登记，责任部门正在办理，尚在承诺期限内。',
    guidance: '您反映的事项正在办理，我把您补充的情况记录在原工单里并催促责任部门，请您保持电话畅通。',
    referral: null,
  },
  {
    code: 'concluded',
    name: '已办结，以同一事实和理由再次提出',
    explanation: '事项已经办结并向来电人说明，来电人没有提出新的事实和理由。',
    guidance:
      '您反映的事项已经办结，并向您作过说明。如果出现新的情况，请您告诉我，我为您重新登记；如有消费争议，也可以拨打12315。',
    referral: '12315',
  },
  {
    code: 'unlawful',
    name: '其他违反法律、法规、公序良俗的诉求',
    explanation: '诉求内容违反法律法规和社会公德，或者无实质内容、恶意骚扰。',
    guidance: '您提出的要求不符合法律规定，我们不能受理。如果您有其他合理诉求，请您讲明，我会如实记录。',
    referral: null,
  },
];
