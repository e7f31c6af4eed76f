import type { Moment } from '../../../views/cases/queue.ts';
import { exactTime, sayTime } from '../../calendar/words.ts';

/** A moment as people say it, and exactly. */
export function momentOf(at: number, now: number): Moment {
  return { at, text: sayTime(at, now), exact: exactTime(at) };
}
