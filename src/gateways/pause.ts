import { MINUTE } from '../calendar/days.ts';

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
