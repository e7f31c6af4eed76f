import { HOUR, MINUTE } from '../calendar/days.ts';
import { OFFSET } from '../calendar/local-time.ts';
import { addWorkingMinutes, type WorkingCalendar, workingMinutesBetween } from '../calendar/working-time.ts';
import type { Random } from './texts/random.ts';

/** How much of each limit is used up: above 1 it is late. */
export type Pace = {
  accept: number;
  dispatch: number;
  sign: number;
  contact: number;
  reply: number;
  callback: number;
};

/** Some agencies are clearly slower than others; whoever is not named is neither. */
const SPEED: Readonly<Record<string, number>> = {
  ...{ gongdian: 0.6, ranqi: 0.6, zilaishui: 0.7, yibao: 0.7, renshe: 0.8 },
  ...{ zhujian: 1.4, shichang: 1.3, jiaotong: 1.35, ziran: 1.4 },
};

export function drawPace(lead: string, random: Random): Pace {
  const speed = SPEED[lead] ?? 1;
  const between = (low: number, high: number) => low + random() * (high - low);
  const slip = (chance: number) => (random() < chance ? 0.9 : 0);
  return {
    accept: between(0.05, 0.5),
    dispatch: between(0.03, 0.6) + slip(0.03),
    sign: speed * between(0.05, 0.75) + slip(0.02),
    contact: speed * between(0.1, 0.8),
    reply: speed * between(0.3, 0.9) + slip(0.02),
    callback: between(0.1, 0.85) + slip(0.03),
  };
}

/** The moment at which so much of the working time up to a limit has passed. */
export function sharePassed(
  cal: WorkingCalendar,
  from: number,
  due: number,
  share: number,
  random: Random,
): number {
  const minutes = Math.max(1, Math.round(share * workingMinutesBetween(cal, from, due)));
  return addWorkingMinutes(cal, from, minutes) + seconds(random);
}

/** Some working minutes later, between `low` and `high`. */
export function workedOn(
  cal: WorkingCalendar,
  from: number,
  low: number,
  high: number,
  random: Random,
): number {
  return addWorkingMinutes(cal, from, Math.round(low + random() * (high - low))) + seconds(random);
}

/** Some plain minutes later, on any day; what would fall in the night is done at half past seven. */
export function soon(from: number, low: number, high: number, random: Random): number {
  const at = from + Math.round(low + random() * (high - low)) * MINUTE + seconds(random);
  const sinceMidnight = (at + OFFSET) % (24 * HOUR);
  if (sinceMidnight < 7.5 * HOUR) return at - sinceMidnight + 7.5 * HOUR + seconds(random);
  return sinceMidnight < 21.5 * HOUR ? at : at - sinceMidnight + 31.5 * HOUR + seconds(random);
}

function seconds(random: Random): number {
  return Math.floor(random() * 60) * 1000;
}
