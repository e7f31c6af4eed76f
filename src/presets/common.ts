import { enterpriseKinds } from './kinds.ts';
import { forbiddenPhrases } from './phrases.ts';
import { reminderRules, sending } from './reminders.ts';
import { instruments, redoReasons, visitRedoReasons } from './supervision.ts';
import { backup, disk, keeping } from './survival.ts';
import type { Contact, Limits, OfficeHours, Preset, QuietHours, SpotCheckShare } from './types.ts';

/** The ways a request comes in (C-A2). */
const channels = [
  { code: 'phone', name: '电话' },
  { code: 'web', name: '网络' },
  { code: 'sms', name: '短信' },
  { code: 'email', name: '邮件' },
  { code: 'walk_in', name: '来访' },
  { code: 'letter', name: '信函' },
  { code: 'outbound', name: '外呼' },
] as const;

/** The limits of the regulation (Q-B1, Q-C3, Q-A5, G-E1); a preset overrides what differs. */
const limits: Limits = {
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
  pressApartMinutes: 30,
  verifyDays: 3,
  withdrawDays: 2,
  extensionSessionsBefore: 1,
  extensionsAllowed: 1,
  yellowDays: 1,
  redosToSupervision: 2,
};

/** G-E2. */
const quietHours: QuietHours = { from: '22:00', to: '08:00' };

/** Q-E3: one closed case in twenty is looked at again. */
const spotChecks: readonly SpotCheckShare[] = [{ kind: '', agency: '', percent: 5 }];

/** Q-A6, G-A3: posts, not people; the site enters its own numbers. */
const contacts: readonly Contact[] = [
  { group: 'urgent', category: '', name: '总值班室', duty: '紧急诉求协调', phone: '' },
  { group: 'emergency', category: '', name: '应急办公室', duty: '突发事件报告', phone: '' },
  { group: 'emergency', category: '', name: '分管领导', duty: '突发事件指挥', phone: '' },
  { group: 'upwards', category: '', name: '热线中心主任', duty: '要事上报第一级', phone: '' },
  { group: 'upwards', category: '', name: '主管单位值班领导', duty: '要事上报第二级', phone: '' },
];

/** Business hours that do not change with the season. */
const hours: OfficeHours = [
  {
    from: '01-01',
    to: '12-31',
    sessions: [
      ['08:30', '12:00'],
      ['13:30', '17:30'],
    ],
  },
];

/** What every preset starts from, and a policy written before one of these settings existed is read with. */
export const common = {
  limits,
  hours,
  channels,
  redoReasons,
  quietHours,
  /** Every case is called back (G-E1) unless a preset says otherwise. */
  callbackShares: [],
  spotChecks,
  contacts,
  instruments,
  reminderRules,
  sending,
  backup,
  keeping,
  disk,
  forbiddenPhrases,
} as const satisfies Partial<Preset>;

/** What companies start from. */
export const enterprise = { ...common, kinds: enterpriseKinds } as const;

/** What companies start from whose people come to the door and may charge (G-E3, G-E4). */
export const visiting = { ...enterprise, redoReasons: [...redoReasons, ...visitRedoReasons] } as const;
