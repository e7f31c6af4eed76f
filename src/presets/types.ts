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
};

/** Working sessions by season: `from` and `to` are 'MM-DD' inclusive and never wrap the year, times are 'HH:MM'. */
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
  redoReasons: readonly { code: string; name: string }[];
  phrases: readonly Phrase[];
  forbiddenPhrases: readonly string[];
  questions: readonly Question[];
  channels: readonly { code: string; name: string }[];
  categories: readonly CategoryNode[];
  areas: readonly CategoryNode[];
};
