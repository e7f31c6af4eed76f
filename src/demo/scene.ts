import { DAY, HOUR } from '../calendar/days.ts';
import { dayNumberAt, OFFSET } from '../calendar/local-time.ts';
import type { WorkingCalendar } from '../calendar/working-time.ts';
import type { Typed } from '../web/forms.ts';
import type { Ids } from './county.ts';
import type { Step } from './steps.ts';
import type { Random } from './texts/random.ts';
import type { DemoRequest } from './texts/requests.ts';
import { staff } from './texts/staff.ts';
import type { Turns } from './turns.ts';

/** One request, when it comes in, and everything that its life is made from. */
export type Scene = {
  /** Its place among all requests; spreads the work over the people of a post. */
  n: number;
  request: DemoRequest;
  receivedAt: number;
  turns: Turns;
  random: Random;
  cal: WorkingCalendar;
  ids: Ids;
};

export type Handled = Extract<DemoRequest['course'], { how: 'handled' }>;

/** A step of the main course on the case; `more` says what is different. */
export function did(at: number, who: string, act: string, typed: Typed = {}, more: Partial<Step> = {}): Step {
  return { at, who, act, typed, of: null, due: null, aside: false, ...more };
}

/** Two operators by day, taking turns; the third has the night. Posts rotate daily. */
export function operatorAt(at: number, n: number): string {
  const day = dayNumberAt(at);
  const hour = ((at + OFFSET) % DAY) / HOUR;
  const post = hour >= 7.5 && hour < 20 ? n % 2 : 2;
  return `huawu${1 + ((day + post) % 3)}`;
}

export function dispatcherOf({ n }: Scene): string {
  return `paidan${1 + (n % 2)}`;
}

export function clerkOf({ n }: Scene): string {
  return `huifang${1 + (n % 2)}`;
}

/** Who handles at an agency: one of its own people, the same for one request. */
export function handlerAt(agency: string, n: number): string {
  const handlers = staff.filter((person) => person.agency === agency && person.roles.includes('handler'));
  const login = handlers[n % handlers.length]?.login;
  if (login === undefined) throw new Error(`nobody handles at ${agency}`);
  return login;
}

/** Who handles at the section, or at the agency itself where it has none. */
export function sectionHandler(lead: string, section: string | null, n: number): string {
  return handlerAt(section ?? lead, n);
}

export function leaderOf(agency: string): string {
  return `${agency}-ld`;
}
