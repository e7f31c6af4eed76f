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
