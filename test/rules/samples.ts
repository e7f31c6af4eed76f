import { unsigned } from '../../src/cases/assign.ts';
import { government12345 } from '../../src/presets/government-12345.ts';
import type { Facts } from '../../src/rules/facts.ts';
import { publishedCalendar } from '../calendar/samples.ts';

/** Published holidays under the office hours of the government preset; 2027 is not published yet. */
export const office = publishedCalendar([], government12345.hours);

type Wish = Partial<Facts['case']> & { role?: 'lead' | 'assist' | 'fallback' | null };

/** What the rules know of a plain case of this kind that is with its lead agency, but for what the test wishes. */
export function factsOf(kindCode: string, { role = 'lead', ...wish }: Wish = {}): Facts {
  const kind = government12345.kinds.find((each) => each.code === kindCode);
  if (!kind) throw new Error(`the preset has no kind ${kindCode}`);
  return {
    now: 0,
    actorId: 1,
    case: {
      status: 'dispatched',
      urgent: false,
      emergency: false,
      anonymous: false,
      confidential: false,
      hasContact: true,
      round: 0,
      callAfter: null,
      ...wish,
    },
    assignment: role && { ...unsigned(role), status: 'signed' },
    kind,
    limits: government12345.limits,
    returnDueAt: null,
    returnAskedBy: null,
    firstContactDueAt: null,
    quietHours: government12345.quietHours,
    item: null,
    withdrawalDueAt: null,
    replyDueAt: null,
    replyStartedAt: null,
    extension: { grantedDays: 0, granted: 0, askedBy: null, agreedBy: null, days: null, latestAt: null },
    overlapBy: new Set(),
    leadStatus: null,
    supervision: null,
    orderElsewhere: null,
    reviewOn: null,
    appeal: null,
    handling: { agency: '城管局', external: false, ofMain: false },
    lastPress: null,
    openTasks: new Set(),
    missingAssists: [],
    handledBy: new Set(),
    servedAt: null,
    failedAttempts: 0,
    lastAttemptAt: null,
    input: null,
  };
}
