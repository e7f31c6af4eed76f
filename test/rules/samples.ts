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
      anonymous: false,
      confidential: false,
      hasContact: true,
      round: 0,
      ...wish,
    },
    assignment: role && { role, status: 'signed', submittedBy: null, contactedAt: null },
    kind,
    limits: government12345.limits,
    returnDueAt: null,
    returnAskedBy: null,
    missingAssists: [],
    handledBy: new Set(),
    failedAttempts: 0,
    input: null,
  };
}
