import type { Instrument, RedoReason } from './types.ts';

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
