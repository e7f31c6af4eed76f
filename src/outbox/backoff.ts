import { HOUR, MINUTE } from '../calendar/days.ts';

/** Ten tries outlast a day in which a gateway answers nothing but errors. */
const STEPS = [1, 5, 15, 60, 120, 240, 360, 480, 480].map((minutes) => minutes * MINUTE);

/** How long a message waits after so many tries, in ms. */
export function backoff(tries: number): number {
  return STEPS[Math.min(Math.max(tries, 1), STEPS.length) - 1] ?? 8 * HOUR;
}

/** The same by numbers of tries that wait alike. */
export function waits(): { from: number; to: number; wait: number }[] {
  return STEPS.map((wait, at) => ({
    from: at === 0 ? 0 : at + 1,
    to: at === STEPS.length - 1 ? Number.MAX_SAFE_INTEGER : at + 1,
    wait,
  }));
}

const SHORTEST = MINUTE;
const LONGEST = 15 * MINUTE;

/** How long a gateway that cannot be reached is left alone: twice as long each time, up to a quarter of an hour. */
export function pause(downSince: number, now: number): number {
  return Math.min(LONGEST, Math.max(SHORTEST, now - downSince));
}

/** Whether a gateway is left alone now; no pause is so long that it could end later, unless the clock was set back. */
export function isPaused(until: number | null, now: number): boolean {
  return until !== null && until > now && until <= now + LONGEST;
}
