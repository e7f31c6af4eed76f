import { DAY, MINUTE } from '../calendar/days.ts';
import { dayOf } from '../calendar/local-time.ts';
import { subtractSessions, type WorkingCalendar } from '../calendar/working-time.ts';
import type { Ids } from './county.ts';
import type { PlannedStep, Step } from './steps.ts';
import { type OutsideRequest, outsideRequests } from './texts/outside.ts';
import { minuteOf } from './typed.ts';

/* Q-B5: what goes to units outside the county: one to be written to, one that is waited for, one that was answered. */

/** How many half days before `now` each came in, and how far it has come. */
const COURSES = [
  { sessions: 1, until: 'dispatched' },
  { sessions: 5, until: 'sent' },
  { sessions: 16, until: 'closed' },
] as const;

/** Steps beside those of the other requests; `first` is the number of the first of these. */
export function outsideSteps(ground: {
  cal: WorkingCalendar;
  ids: Ids;
  now: number;
  first: number;
}): PlannedStep[] {
  const { cal, ids, now, first } = ground;
  return COURSES.flatMap(({ sessions, until }, n) => {
    const request = outsideRequests[n];
    if (!request) return [];
    const start = (before: number) => subtractSessions(cal, now, before) + (5 + 2 * n) * MINUTE;
    const steps = [...comingIn(request, ids, start(sessions))];
    if (until !== 'dispatched') steps.push(sent(request, start(sessions) + 50 * MINUTE));
    if (until === 'closed') steps.push(...answered(request, start(sessions - 8)));
    return steps.filter(({ at }) => at <= now).map((step) => ({ ...step, request: first + n }));
  });
}

function comingIn(request: OutsideRequest, ids: Ids, at: number): Step[] {
  const { kind, headline, text, name, phone, opinion } = request;
  const category = ids.category(request.category.split('/'));
  return [
    {
      ...did(at, 'huawu1', 'accept', { channel: 'phone', kind, headline, text, name, phone, category }),
      outcome: 'accept',
    },
    did(at + 30 * MINUTE, 'paidan1', 'dispatch', { lead: ids.agency(request.unit), opinion }),
  ];
}

function sent({ unit, signedBy }: OutsideRequest, at: number): Step {
  const typed = { how: 'email', to: signedBy.split(' ')[0] ?? '', at: minuteOf(at) };
  return { ...did(at, 'paidan1', 'send_letter', typed), of: unit };
}

/** The answer comes in some days later, is keyed in, checked and told to the citizen. */
function answered(request: OutsideRequest, at: number): Step[] {
  const { unit, handling, publicReply, signedBy } = request;
  const keyed = { handling, publicReply, signedBy, conclusion: 'solved', signedOn: dayOf(at - DAY) };
  const satisfied = { reached: 'yes', contacted: 'no', solved: 'solved', satisfaction: 'satisfied' };
  return [
    { ...did(at, 'paidan1', 'key_in_reply', keyed), of: unit },
    did(at + 20 * MINUTE, 'paidan2', 'pass', { complete: '1', answers: '1', clean: '1' }),
    did(at + 60 * MINUTE, 'huifang1', 'call_back', satisfied),
  ];
}

function did(at: number, who: string, act: string, typed: Step['typed']): Step {
  return { at, who, act, typed, of: null, due: null, aside: false };
}
