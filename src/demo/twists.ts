import type { Random } from './texts/random.ts';
import type { DemoRequest } from './texts/requests.ts';
import type { Turns } from './turns.ts';
import { rude } from './words.ts';

/** What leads a life off the straight way from call to answer; one life has one of them at the most. */
export type Twist =
  | ('withdrawn' | 'withdrawn_late' | 'suspended' | 'reviewed')
  | ('extended' | 'extension_refused' | 'overlap' | 'handed_down' | 'fallback')
  | ('supervised' | 'redone_twice' | 'apology' | 'appealed' | 'appeal_refused')
  | ('appointed' | 'unreached' | 'owed');

const REDO: Partial<Turns> = { fault: 'agency', satisfaction: 'dissatisfied', missed: 0 };
const NOBODYS: Partial<Turns> = { fault: 'nobody', satisfaction: 'dissatisfied', missed: 0 };

/** What else has to happen where this does. */
const SHAPE: Readonly<Partial<Record<Twist, Partial<Turns>>>> = {
  ...{ redone_twice: REDO, apology: { ...REDO, said: rude }, appealed: NOBODYS, appeal_refused: NOBODYS },
  appointed: { fault: null, satisfaction: 'satisfied', missed: 0 },
  owed: { held: false },
};

/** The turns of a life with its twist; what would only blur it does not happen. */
export function twisted(turns: Turns): Turns {
  const { twist } = turns;
  return twist === null ? turns : { ...turns, returned: null, tooShort: null, ...SHAPE[twist] };
}

/** Whether this can happen to the request at all. */
export function twistSuits(twist: Twist, request: DemoRequest): boolean {
  const { course, urgent, kind, citizen, confidential } = request;
  if (twist === 'owed') return course.how === 'answered' && kind === 'consultation';
  if (course.how !== 'handled') return false;
  if (twist === 'unreached') return urgent;
  if (urgent || kind === 'consultation' || !citizen || confidential) return false;
  switch (twist) {
    case 'withdrawn':
    case 'withdrawn_late':
      return kind === 'complaint';
    case 'supervised':
    case 'overlap':
      return kind !== 'suggestion';
    // Nobody acts while a case is suspended: an assisting agency would have to wait as well.
    case 'suspended':
    case 'reviewed':
      return course.assists.length === 0;
    case 'handed_down':
      return course.section !== null;
    case 'redone_twice':
    case 'apology':
      return course.unhappy !== null;
    default:
      return true;
  }
}

const USUAL: readonly Twist[] = [
  ...(['withdrawn', 'withdrawn_late', 'suspended', 'extended', 'extended', 'extension_refused'] as const),
  ...(['overlap', 'handed_down', 'handed_down', 'fallback', 'supervised', 'appealed'] as const),
  ...(['appeal_refused', 'redone_twice', 'apology', 'appointed', 'unreached', 'owed'] as const),
];
/** Most lives go straight. */
const CHANCE = 0.4;

export function drawTwist(request: DemoRequest, random: Random): Twist | null {
  const twist = USUAL[Math.floor((random() * USUAL.length) / CHANCE)];
  return twist !== undefined && twistSuits(twist, request) ? twist : null;
}

/** Another agency that could have been meant. */
export function otherThan(lead: string, assists: readonly { agency: string }[]): string {
  const taken = new Set([lead, ...assists.map(({ agency }) => agency)]);
  return ['chengguan', 'zhujian', 'yingji', 'shuili'].find((code) => !taken.has(code)) ?? 'yingji';
}
