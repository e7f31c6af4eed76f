import { MINUTE } from '../calendar/days.ts';
import { type WorkingCalendar, workingMinutesBetween } from '../calendar/working-time.ts';
import { callBack } from './aftermath.ts';
import { archived, lifeOf } from './life.ts';
import { sharePassed, workedOn } from './pace.ts';
import { did, dispatcherOf, operatorAt, type Scene } from './scene.ts';
import type { Step } from './steps.ts';
import type { DemoRequest } from './texts/requests.ts';
import * as words from './words.ts';

/* Several callers about one matter: their cases are merged (并案) or point to each other (关联). */

/** How many call in addition to the requests: one of them waits, one is to be called back, one has been. */
export const NEIGHBOURS = 3;

const PEOPLE = [
  { name: '汪女士', phone: '13900008801' },
  { name: '祁先生', phone: '13900008802' },
  { name: '祁女士', phone: '13900008803' },
] as const;

/** Acts after which, or while which, others may not be merged into a case. */
const HINDERS: ReadonlySet<string> = new Set([
  'suspend',
  'withdraw_case',
  'withdraw_late',
  'recall',
  'grant_return',
]);
const INTAKE: ReadonlySet<string> = new Set(['take_down', 'accept', 'correct']);

/** The life of a case that goes along with `main`; null where main is not in hand when it comes in. */
export function mergedLife(scene: Scene, main: { n: number; steps: readonly Step[] }): Step[] | null {
  const { cal, random, request } = scene;
  const [dispatch, pass] = [stepOf(main.steps, 'dispatch'), stepOf(main.steps, 'pass')];
  const taken = lifeOf(scene).filter(({ act }) => INTAKE.has(act));
  const mergedAt = workedOn(cal, Math.max(...taken.map(({ at }) => at)), 8, 30, random);
  if (!dispatch || !pass || main.steps.some(({ act }) => HINDERS.has(act))) return null;
  if (request.urgent || request.course.how !== 'handled') return null;
  if (mergedAt <= dispatch.at || mergedAt >= pass.at) return null;
  const merged = did(
    mergedAt,
    dispatcherOf(scene),
    'merge',
    { reason: words.sameMatter },
    { toward: main.n },
  );
  const answered = { repliedAt: pass.at, result: request.course };
  const alone = {
    ...scene,
    turns: { ...scene.turns, fault: null, satisfaction: 'satisfied', twist: null },
  } as const;
  return archived(alone, [...taken, merged, ...callBack(alone, answered, pass.at + 40 * MINUTE).steps]);
}

/** The operator sees the earlier case while the caller is on the line. */
export function linked({ receivedAt, n }: Scene, other: number): Step {
  const typed = { why: words.calledBefore };
  const at = receivedAt + 5 * MINUTE;
  return did(at, operatorAt(receivedAt, n), 'link', typed, { toward: other, aside: true });
}

type Main = { n: number; request: DemoRequest; steps: readonly Step[] };
type Stage = (main: { submit: number; pass: number; called: number }, now: number) => boolean;

const STAGES: readonly Stage[] = [
  ({ submit }, now) => now < submit,
  ({ pass, called }, now) => pass + 40 * MINUTE <= now && now < called,
  ({ called }, now) => called < now,
];

/** For each stage a case with somebody next door who calls about the same, and when. */
export function neighbours(mains: readonly Main[], cal: WorkingCalendar, now: number) {
  const free = new Set(mains.filter(({ request }) => isOrdinary(request)));
  return STAGES.flatMap((stage, place) => {
    for (const main of free) {
      const called = callTime(main.steps, stage, cal, now);
      if (called === null) continue;
      free.delete(main);
      const { name, phone } = PEOPLE[place] ?? PEOPLE[0];
      const citizen = { name, phone, address: main.request.citizen?.address ?? '' };
      const text = `${words.sameHere}${main.request.text}`;
      const request = { ...main.request, channel: 'phone', text, citizen, repeatOf: main.n };
      return [{ request, receivedAt: called, main }];
    }
    return [];
  });
}

/** While the agency works on it, with an hour or more to go before the reply or `now`. */
function callTime(steps: readonly Step[], stage: Stage, cal: WorkingCalendar, now: number): number | null {
  const timeOf = (act: string) => stepOf(steps, act)?.at ?? null;
  const [dispatch, submit] = [timeOf('dispatch'), timeOf('submit')];
  const [pass, called] = [timeOf('pass'), timeOf('call_back')];
  if (dispatch === null || submit === null || pass === null || called === null) return null;
  if (steps.some(({ act }) => HINDERS.has(act)) || !stage({ submit, pass, called }, now)) return null;
  const until = Math.min(now, submit);
  if (until <= dispatch || workingMinutesBetween(cal, dispatch, until) < 90) return null;
  return sharePassed(cal, dispatch, until, 0.3, () => 0.5);
}

function isOrdinary({ urgent, confidential, anonymous, kind }: DemoRequest): boolean {
  return !urgent && !confidential && !anonymous && kind !== 'consultation';
}

function stepOf(steps: readonly Step[], act: string): Step | undefined {
  return steps.find((step) => step.act === act && !step.aside);
}
