import type { Kind } from './types.ts';

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
