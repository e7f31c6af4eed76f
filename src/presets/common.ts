import type {
  Contact,
  Instrument,
  Kind,
  Limits,
  OfficeHours,
  Question,
  QuietHours,
  RedoReason,
  SpotCheckShare,
} from './types.ts';

/** The ways a request comes in (C-A2). */
export const channels = [
  { code: 'phone', name: '电话' },
  { code: 'web', name: '网络' },
  { code: 'sms', name: '短信' },
  { code: 'email', name: '邮件' },
  { code: 'walk_in', name: '来访' },
  { code: 'letter', name: '信函' },
  { code: 'outbound', name: '外呼' },
] as const;

/** The four kinds of the regulation (Q-A1) with the clocks of Q-D1, Q-D2 and Q-D4. */
export const fourKinds: readonly Kind[] = [
  {
    code: 'consultation',
    name: '咨询',
    replyDays: 2,
    contactDays: null,
    contactable: false,
    listedDays: null,
  },
  { code: 'complaint', name: '投诉', replyDays: 10, contactDays: 2, contactable: true, listedDays: 3 },
  { code: 'suggestion', name: '建议', replyDays: 5, contactDays: 2, contactable: true, listedDays: null },
  { code: 'help', name: '求助', replyDays: 3, contactDays: 1, contactable: true, listedDays: null },
];

/** The kinds that enterprises add: repair the same day, a complaint answered sooner than by an authority. */
export const enterpriseKinds: readonly Kind[] = [
  {
    code: 'repair',
    name: '报修',
    replyDays: 'same_day',
    contactDays: 1,
    contactable: true,
    listedDays: null,
  },
  {
    code: 'consultation',
    name: '咨询',
    replyDays: 2,
    contactDays: null,
    contactable: false,
    listedDays: null,
  },
  { code: 'complaint', name: '投诉', replyDays: 5, contactDays: 1, contactable: true, listedDays: null },
  { code: 'help', name: '求助', replyDays: 3, contactDays: 1, contactable: true, listedDays: null },
  { code: 'suggestion', name: '建议', replyDays: 5, contactDays: 2, contactable: true, listedDays: null },
  { code: 'report', name: '举报', replyDays: 5, contactDays: 2, contactable: true, listedDays: null },
  { code: 'praise', name: '表扬', replyDays: 5, contactDays: null, contactable: false, listedDays: null },
];

/** The limits of the regulation (Q-B1, Q-C3, Q-A5, G-E1); a preset overrides what differs. */
export const limits: Limits = {
  acceptDays: 1,
  acceptUrgentMinutes: 10,
  dispatchDays: 1,
  dispatchUrgentMinutes: 10,
  signSessions: 1,
  signUrgentMinutes: 30,
  returnDays: 1,
  returnUrgentMinutes: 60,
  callbackDays: 3,
  callbackAttempts: 3,
  callbackSpacingMinutes: 120,
  afterServiceMinutes: 120,
  verifyDays: 3,
  withdrawDays: 2,
  extensionSessionsBefore: 1,
  extensionsAllowed: 1,
  yellowDays: 1,
  redosToSupervision: 2,
};

/** G-E2. */
export const quietHours: QuietHours = { from: '22:00', to: '08:00' };

/** Every case is called back (G-E1) unless a preset says otherwise. */
export const callbackShares = [] as const;

/** Q-E3: one closed case in twenty is looked at again. */
export const spotChecks: readonly SpotCheckShare[] = [{ kind: '', agency: '', percent: 5 }];

/** Q-A6, G-A3: posts, not people; the site enters its own numbers. */
export const contacts: readonly Contact[] = [
  { group: 'urgent', category: '', name: '总值班室', duty: '紧急诉求协调', phone: '' },
  { group: 'emergency', category: '', name: '应急办公室', duty: '突发事件报告', phone: '' },
  { group: 'emergency', category: '', name: '分管领导', duty: '突发事件指挥', phone: '' },
  { group: 'upwards', category: '', name: '热线中心主任', duty: '要事上报第一级', phone: '' },
  { group: 'upwards', category: '', name: '主管单位值班领导', duty: '要事上报第二级', phone: '' },
];

/** Q-E4: the four instruments. */
export const instruments: readonly Instrument[] = [
  {
    code: 'report',
    name: '督查专报',
    opening: '现将下列事项办理中存在的问题专报如下，请研究处理。',
    days: 5,
  },
  { code: 'rectify', name: '整改通知', opening: '下列事项办理不到位，请按要求限期整改并书面报告。', days: 5 },
  {
    code: 'advise',
    name: '督查建议',
    opening: '经督查，现就下列事项的办理提出建议，请研究采纳并反馈。',
    days: 10,
  },
  {
    code: 'summons',
    name: '约谈提醒',
    opening: '因下列事项办理不力，现约请你单位负责人谈话，请按时参加并提交整改措施。',
    days: 3,
  },
];

/** Business hours that do not change with the season. */
export const yearRoundHours: OfficeHours = [
  {
    from: '01-01',
    to: '12-31',
    sessions: [
      ['08:30', '12:00'],
      ['13:30', '17:30'],
    ],
  },
];

/** Why a concluded case is handled again (Q-E2, G-E4). */
export const redoReasons: readonly RedoReason[] = [
  { code: 'not_solved', name: '应当解决而未解决' },
  { code: 'not_contacted', name: '未联系诉求人即答复' },
  { code: 'untrue', name: '答复与实际情况不符' },
  { code: 'incomplete', name: '答复不完整，未逐项回应' },
  { code: 'promise_broken', name: '承诺事项未按期兑现' },
  { code: 'recurred', name: '问题反复，未从根本上处理' },
  { code: 'attitude', name: '服务态度不好，需当面致歉', owes: 'apology' },
];

/** Further reasons where people come to the door and may charge (G-E3, G-E4). */
export const visitRedoReasons: readonly RedoReason[] = [
  { code: 'late', name: '未按约定时间上门' },
  { code: 'repair_failed', name: '维修后故障未排除，再次上门不另收费', owes: 'no_fee' },
  { code: 'overcharged', name: '未按公示标准收费，需核退' },
  { code: 'site_not_cleaned', name: '作业后现场未清理' },
];

/** What every preset starts from beside its own lists. */
export const handling = { quietHours, callbackShares, spotChecks, contacts, instruments } as const;

const yesNo = [
  { code: 'yes', text: '是' },
  { code: 'no', text: '否' },
  { code: 'unsure', text: '说不清' },
];

/** A call-back question answered by yes, no or not sure. */
export function yesNoQuestion(code: string, text: string, kinds: readonly string[] | null): Question {
  return { code, text, options: yesNo, kinds };
}

/** A call-back question about manners, on a scale of four. */
export function mannerQuestion(code: string, text: string, kinds: readonly string[] | null): Question {
  const options = [
    { code: 'good', text: '热情耐心' },
    { code: 'fair', text: '一般' },
    { code: 'bad', text: '生硬推诿' },
    { code: 'none', text: '没有接触过' },
  ];
  return { code, text, options, kinds };
}

/** The questions about a visit at home (G-E3): on time, charges shown, charged by the standard, cleaned up. */
export const visitQuestions: readonly Question[] = [
  {
    code: 'on_time',
    text: '工作人员是否按约定时间到达现场？',
    options: [
      { code: 'on_time', text: '按时到达' },
      { code: 'late_told', text: '晚到，事先说明' },
      { code: 'late', text: '晚到，未说明' },
      { code: 'absent', text: '没有到场' },
    ],
    kinds: ['repair', 'help'],
  },
  yesNoQuestion('price_shown', '收费前是否出示收费标准？', ['repair', 'help']),
  {
    code: 'charged_right',
    text: '是否按公示标准收费并开具票据？',
    options: [
      { code: 'free', text: '未收费' },
      { code: 'yes', text: '按标准收费，已开票据' },
      { code: 'no_receipt', text: '按标准收费，未开票据' },
      { code: 'over', text: '多收费用' },
    ],
    kinds: ['repair', 'help'],
  },
  yesNoQuestion('cleaned', '作业完成后是否清理现场？', ['repair']),
];
