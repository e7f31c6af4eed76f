import type { Audience } from '../notifications/audiences.ts';
import type { OccasionCode } from '../notifications/occasions.ts';
import type { Medium } from '../outbox/message.ts';

/**
 * One kind of request (Q-A1) with its clocks in working days; `contactDays` null means no first-contact clock.
 * `contactable`: a first contact is one of its steps (Q-D4), so true exactly where `contactDays` is set.
 */
export type Kind = {
  code: string;
  name: string;
  replyDays: number | 'same_day';
  contactDays: number | null;
  contactable: boolean;
  /** Working days where the matter is on the list of service items (Q-D2); null: as any other of its kind. */
  listedDays: number | null;
};

/** A ground for not accepting (Q-A3): what it means, what the operator reads out, where else to turn. */
export type RejectionReason = {
  code: string;
  name: string;
  explanation: string;
  guidance: string;
  referral: string | null;
};

/** A standard phrase (H-A2); for `special_day` the title is the holiday's name in the calendar. */
export type Phrase = { stage: 'opening' | 'during' | 'closing' | 'special_day'; title: string; text: string };

/** A call-back question beyond the fixed ones (G-E3); `kinds` null means it is asked for every kind. */
export type Question = {
  code: string;
  text: string;
  options: readonly { code: string; text: string }[];
  kinds: readonly string[] | null;
};

/** A node of the category or area tree, at most three levels deep. */
export type CategoryNode = readonly [name: string, children?: readonly CategoryNode[]];

/** Time limits other than the reply: working days, office sessions, or minutes where urgent. */
export type Limits = {
  acceptDays: number;
  acceptUrgentMinutes: number;
  dispatchDays: number;
  dispatchUrgentMinutes: number;
  signSessions: number;
  signUrgentMinutes: number;
  returnDays: number;
  returnUrgentMinutes: number;
  callbackDays: number;
  callbackAttempts: number;
  /** Between two attempts to reach the same citizen. */
  callbackSpacingMinutes: number;
  /** G-E2: how long after a service the citizen may be called back in the quiet hours as well. */
  afterServiceMinutes: number;
  verifyDays: number;
  /** After acceptance; closes the right to withdraw (Q-A4). */
  withdrawDays: number;
  /** Q-D8: how long before the reply is due an extension is asked for at the latest, and how often. */
  extensionSessionsBefore: number;
  extensionsAllowed: number;
  /** C-B1: between two presses of a case by hand. */
  pressApartMinutes: number;
  /** X-E1: a yellow card so many working days before a limit. */
  yellowDays: number;
  /** Q-E2: the verified dissatisfaction that puts the case under supervision. */
  redosToSupervision: number;
};

/** Hours in which no citizen is called, 'HH:MM'; they may wrap midnight (G-E2). */
export type QuietHours = { from: string; to: string };

/** How many of the answered cases of a kind are called back, in percent; kinds not named: all (Q-E1). */
export type CallbackShare = { kind: string; percent: number };

/** How many closed cases are looked at again, in percent; '' stands for every kind or agency, an agency goes by its name (Q-E3). */
export type SpotCheckShare = { kind: string; agency: string; percent: number };

/**
 * Whom the hotline tells at once (Q-A6, G-A3). `group`: told of urgent cases, of emergencies, or level by level of
 * what is reported upwards; `category` is the name of a top category, '' for all.
 */
export type Contact = {
  group: 'urgent' | 'emergency' | 'upwards';
  category: string;
  name: string;
  duty: string;
  phone: string;
};

/** An instrument of supervision (Q-E4): what it opens with, and the working days it usually gives. */
export type Instrument = { code: string; name: string; opening: string; days: number };

/** Why a case is done again (Q-E2), and what the agency owes the citizen with it (G-E4). */
export type RedoReason = { code: string; name: string; owes?: 'apology' | 'no_fee' };

/**
 * What is said on an occasion (Q-F1, Q-F2). `amount` and `unit` are how long before or after the occasion's moment;
 * 'minutes' are minutes of the clock, the others of working time. `cases`: urgent ones, the others, or all.
 * `presses`: it counts as a press (G-F1). `text` has placeholders in braces (src/notifications/placeholders.ts).
 */
export type ReminderRule = {
  code: string;
  occasion: OccasionCode;
  amount: number;
  unit: 'minutes' | 'working_minutes' | 'sessions' | 'days';
  cases: 'all' | 'urgent' | 'ordinary';
  to: readonly Audience[];
  via: readonly Medium[];
  presses: boolean;
  active: boolean;
  text: string;
};

/**
 * How reminders go out. `address`: where this system is reached, for links ('' leaves them out). Quiet hours hold for
 * SMS that are not urgent; citizens also have the quiet hours of calls. Times are 'HH:MM'. `ratingDays`: how long a
 * citizen may rate after the answer.
 */
export type Sending = {
  address: string;
  /** Where citizens reach it from outside; '' is the same address. */
  publicAddress: string;
  quietFrom: string;
  quietTo: string;
  digestAt: string;
  digestToAgencies: boolean;
  digestToLeaders: boolean;
  digestToSupervisors: boolean;
  /**
   * SMS that one person gets in a day, urgent ones not counted; what is beyond stands in the next digest, or is sent
   * the next morning to whoever gets none.
   */
  perPersonDaily: number;
  triesBeforeGivingUp: number;
  ratingDays: number;
};

/** When backups are made, where they lie and how long. */
export type BackupPolicy = {
  /** Absolute paths; none: a folder "backup" beside the database. */
  folders: readonly string[];
  hourly: boolean;
  /** 'HH:MM'. */
  nightlyAt: string;
  /** The newest so many hourly ones stay. */
  keepHourly: number;
  /** Nightly ones younger than so many days stay, and of each month the first, for so many months. */
  keepNightlyDays: number;
  keepMonths: number;
  /** When the last good one is older, administrators are told. */
  maxAgeHours: number;
  /** Public key of age (age1...) for which they are encrypted; '' leaves them open. */
  recipient: string;
};

/** How long what is kept. */
export type Keeping = {
  /** Personal data of cases closed so many years ago are masked; 0 never. */
  maskYears: number;
  /** The audit log: at least 190 days. */
  auditDays: number;
  /** Messages to staff and citizens, and what came in by SMS. */
  messageDays: number;
};

/** When the disk is called short: less free than either; and what is held in reserve on it. */
export type DiskPolicy = { warnPercent: number; warnGigabytes: number; ballastMegabytes: number };

/** Working sessions by season: `from` and `to` are 'MM-DD' inclusive and may wrap the year's end, times are 'HH:MM'. */
export type OfficeHours = readonly {
  from: string;
  to: string;
  sessions: readonly (readonly [string, string])[];
}[];

/** Everything an installation starts from; each part becomes policy rows that administrators may change. */
export type Preset = {
  code: string;
  name: string;
  description: string;
  hotline: { name: string; number: string; areaCode: string };
  words: { agency: string; citizen: string };
  kinds: readonly Kind[];
  limits: Limits;
  hours: OfficeHours;
  rejectionReasons: readonly RejectionReason[];
  redoReasons: readonly RedoReason[];
  quietHours: QuietHours;
  callbackShares: readonly CallbackShare[];
  spotChecks: readonly SpotCheckShare[];
  contacts: readonly Contact[];
  instruments: readonly Instrument[];
  reminderRules: readonly ReminderRule[];
  sending: Sending;
  backup: BackupPolicy;
  keeping: Keeping;
  disk: DiskPolicy;
  phrases: readonly Phrase[];
  forbiddenPhrases: readonly string[];
  questions: readonly Question[];
  channels: readonly { code: string; name: string }[];
  categories: readonly CategoryNode[];
  areas: readonly CategoryNode[];
};
