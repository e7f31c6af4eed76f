import { DAY, HOUR, MINUTE } from '../calendar/days.ts';
import { OFFSET } from '../calendar/local-time.ts';
import { exactTime } from '../calendar/words.ts';
import type { QuietHours } from '../presets/types.ts';
import type { Facts, Guard } from './facts.ts';

/** G-E2: whether no citizen is called at `at`; the hours begin with `from`, are over at `to`, and may wrap midnight. */
export function isQuiet(at: number, hours: QuietHours): boolean {
  const [from, to] = [timeOfDay(hours.from), timeOfDay(hours.to)];
  const now = sinceMidnight(at);
  return from <= to ? from <= now && now < to : now >= from || now < to;
}

/** The first moment from `at` on at which a citizen may be called. */
export function callableFrom(at: number, hours: QuietHours): number {
  if (!isQuiet(at, hours)) return at;
  const end = at - sinceMidnight(at) + timeOfDay(hours.to);
  return end > at ? end : end + DAY;
}

/** "22:00 至次日 08:00" */
export function sayQuietHours({ from, to }: QuietHours): string {
  return timeOfDay(from) <= timeOfDay(to) ? `${from} 至 ${to}` : `${from} 至次日 ${to}`;
}

/** G-E2, the exception: the agency has been with the citizen and has only just replied. */
export function serviceJustEnded({
  now,
  servedAt,
  limits,
}: Pick<Facts, 'now' | 'servedAt' | 'limits'>): boolean {
  return servedAt !== null && now - servedAt <= limits.afterServiceMinutes * MINUTE;
}

/** G-E2. Where there is nobody to call, a published reply disturbs nobody. */
export const notInQuietHours: Guard = (facts) => {
  const { now, quietHours, input, case: given } = facts;
  if (!isQuiet(now, quietHours)) return null;
  if (input ? input.reached === 'published' : given.anonymous || !given.hasContact) return null;
  if (serviceJustEnded(facts) && (!input || (input.afterService === true && input.reached === 'yes')))
    return null;
  const why = waitForMorning(now, quietHours);
  return serviceJustEnded(facts) ? `${why}服务结束时当场回访的，请勾选“服务结束时当场回访”。` : why;
};

/** G-E2, Q-E3: a spot check by telephone is a call-back too; a visit is agreed with the citizen. */
export const noSpotCallAtNight: Guard = ({ now, quietHours, input }) =>
  input?.method === 'phone' && isQuiet(now, quietHours) ? waitForMorning(now, quietHours) : null;

function waitForMorning(now: number, hours: QuietHours): string {
  const at = exactTime(callableFrom(now, hours));
  return `每日 ${sayQuietHours(hours)} 不回访诉求人，已填写的内容不会丢失，请于 ${at} 后登记。`;
}

function sinceMidnight(at: number): number {
  return (at + OFFSET) % DAY;
}

function timeOfDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * HOUR + minutes * MINUTE;
}
