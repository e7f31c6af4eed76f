import { DAY } from '../calendar/days.ts';
import { dayOf, formatLocal } from '../calendar/local-time.ts';
import { government12345 } from '../presets/government-12345.ts';
import type { Typed } from '../web/forms.ts';
import type { Ids } from './county.ts';
import { firstHandler } from './county.ts';
import { agencies } from './texts/agencies.ts';
import { pick, type Random } from './texts/random.ts';
import type { DemoRequest } from './texts/requests.ts';
import type { Conclusion } from './texts/template.ts';
import type { Turns } from './turns.ts';
import { notContent } from './words.ts';

/** The forms as people filled them in. */

export function intakeTyped(request: DemoRequest, ids: Ids, complete: boolean): Typed {
  const { citizen, course } = request;
  return {
    ...{ phone: citizen?.phone ?? '', name: citizen?.name ?? '', address: citizen?.address ?? '' },
    ...{ channel: request.channel, kind: request.kind, text: request.text, headline: request.headline },
    category: ids.category(request.category),
    item: itemTyped(request, ids),
    ...(complete ? { area: ids.area(request.area), place: request.place } : {}),
    ...flags(request),
    anonymous: request.anonymous ? '1' : '',
    ...(course.how === 'answered' ? { answer: course.answer } : {}),
    ...(course.how === 'rejected' ? { reason: course.reason, told: 'on_the_line' } : {}),
  };
}

/** The dispatcher adds what was left out at intake. */
export function correctTyped(request: DemoRequest, ids: Ids): Typed {
  const { headline, kind, place } = request;
  const nodes = { category: ids.category(request.category), area: ids.area(request.area) };
  return { headline, kind, place, item: itemTyped(request, ids), ...nodes, ...flags(request) };
}

/** A listed complaint would have to be answered much sooner than the plan has it (Q-D2); other kinds have no other period. */
export function itemTyped({ kind, category }: DemoRequest, ids: Ids): string {
  return kind === 'complaint' ? '' : ids.item(category);
}

function flags({ urgent, emergency, confidential }: DemoRequest) {
  const ticked = (set: boolean) => (set ? '1' : '');
  return { urgent: ticked(urgent), emergency: ticked(emergency), confidential: ticked(confidential) };
}

/** Q-A2: the answer to what was asked on the line, given later. */
export function answerTyped({ course }: DemoRequest): Typed {
  return course.how === 'answered' ? { answer: course.answer } : {};
}

export function contactTyped(result: string, at: number): Typed {
  return { how: contactWay(result), at: minuteOf(at), result };
}

function contactWay(result: string): string {
  if (result.includes('热线转达')) return 'other';
  if (result.includes('上门') && !result.includes('电话')) return 'visit';
  return 'phone';
}

export type Result = { handling: string; publicReply: string; conclusion: Conclusion };

/** Q-D9: what cannot be solved now is looked at again after a quarter. */
const REVIEW_AFTER = 90 * DAY;

/** How the citizen is told follows from the request (Q-D5, Q-D6, Q-A7): see src/rules/citizen-told.ts. */
export function replyTyped(result: Result, agency: string, request: DemoRequest, told: number): Typed {
  const office = agencies.find((each) => each.code === agency)?.officePhone ?? '';
  const contact = { officePhone: office, contactPerson: firstHandler(agency)?.name ?? '' };
  const said = { ...result, reviewOn: result.conclusion === 'not_now' ? dayOf(told + REVIEW_AFTER) : '' };
  if (!request.citizen) return { ...said, toldHow: 'published', ...contact };
  if (request.confidential) return { ...said, toldHow: 'via_hotline' };
  return { ...said, toldHow: 'phone', toldAt: minuteOf(told), officePhone: office };
}

export function callbackTyped(
  request: DemoRequest,
  conclusion: Conclusion,
  { satisfaction, fault, said }: Pick<Turns, 'satisfaction' | 'fault' | 'said'>,
  random: Random,
): Typed {
  if (request.anonymous) return { reached: 'published' };
  const { course } = request;
  const unhappy = fault === 'agency' && course.how === 'handled' ? course.unhappy : null;
  const contacted = !request.confidential && unhappy?.redoReason !== 'not_contacted';
  return {
    ...{ reached: 'yes', contacted: contacted ? 'yes' : 'no' },
    solved: unhappy ? pick(random, ['partly', 'not']) : SOLVED[conclusion],
    ...{
      satisfaction,
      note: opinion(satisfaction, said ?? unhappy?.said, random),
      ...answers(request.kind, fault, random),
    },
  };
}

const SOLVED = { solved: 'solved', partly: 'partly', explained: 'solved', not_now: 'partly' } as const;

function opinion(satisfaction: Turns['satisfaction'], said: string | undefined, random: Random): string {
  if (said !== undefined) return said;
  if (satisfaction === 'dissatisfied') return notContent;
  return satisfaction === 'very_satisfied' && random() < 0.6 ? pick(random, THANKS) : '';
}

const THANKS = [
  '对办理速度表示满意。',
  '感谢工作人员上门处理。',
  '对承办单位的耐心解释表示感谢。',
  '没有其他意见。',
];

/** The preset's further questions for this kind; where all went well the first answer is the good one. */
function answers(kind: string, fault: Turns['fault'], random: Random): Record<string, string> {
  const asked = government12345.questions.filter(({ kinds }) => kinds === null || kinds.includes(kind));
  const last = fault === 'agency' ? 1 : 0;
  return Object.fromEntries(
    asked.map(({ code, options }) => {
      const option = random() < 0.7 ? 0 : last;
      return [`q_${code}`, options[option]?.code ?? ''];
    }),
  );
}

/** As a form's date-and-time field sends it. */
export function minuteOf(at: number): string {
  return formatLocal(at).replace(' ', 'T');
}
