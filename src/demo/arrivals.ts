import { DAY, HOUR, weekdayOfNumber } from '../calendar/days.ts';
import { dayNumberAt, OFFSET, startOfDayNumber } from '../calendar/local-time.ts';
import type { Random } from './texts/random.ts';
import type { DemoRequest } from './texts/requests.ts';

/** The three months that the demonstration tells of. */
export const PERIOD = 92 * DAY;

type Window = readonly [from: number, until: number];

/** Between which hours a request can come in, by what it says of the time. */
function windowOf({ text, urgent }: DemoRequest): Window {
  if (text.includes('中午')) return [12.5, 17];
  if (text.includes('今天上午')) return [11, 18];
  if (/今天早上|凌晨|昨夜/.test(text)) return [7.5, 11.5];
  return urgent ? [7.5, 19] : [7.5, 21.5];
}

/** Moments at which so many requests come in, in order: more by day than in the evening, fewer at weekends. */
export function arrivals(requests: readonly DemoRequest[], now: number, random: Random): number[] {
  const times = requests.map(() => arrival(now, random)).sort((a, b) => a - b);
  return requests.map((request, n) => believable(times[n] ?? now, request, random));
}

function arrival(now: number, random: Random): number {
  for (;;) {
    const day = dayNumberAt(now - random() * PERIOD);
    const weekend = weekdayOfNumber(day) > 5;
    const hour = random() < 0.85 ? 8 + random() * 10 : 18 + random() * 3.5;
    const at = startOfDayNumber(day) + Math.floor(hour * HOUR);
    if (at < now && !(weekend && random() < 0.55)) return at;
  }
}

/** The same moment, or one of that day (or the day before) at which this request makes sense. */
function believable(at: number, request: DemoRequest, random: Random): number {
  const [from, until] = windowOf(request);
  const hour = ((at + OFFSET) % DAY) / HOUR;
  if (hour >= from && hour < until) return at;
  const moved = startOfDayNumber(dayNumberAt(at)) + Math.floor((from + random() * (until - from)) * HOUR);
  return moved < at ? moved : moved - DAY;
}

/** The last moment not after `at` at which this request can come in. */
export function latestArrival(at: number, request: DemoRequest): number {
  const [from, until] = windowOf(request);
  const midnight = startOfDayNumber(dayNumberAt(at));
  const hour = (at - midnight) / HOUR;
  if (hour < from) return midnight - DAY + until * HOUR - 7 * 60_000;
  return hour < until ? at : midnight + until * HOUR - 7 * 60_000;
}
