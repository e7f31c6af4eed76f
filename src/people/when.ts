import { type Html, timeTag } from '../../views/ui/index.ts';
import { exactTime, sayTime } from '../calendar/words.ts';

/** A moment as people say it, exact on hover; both epoch ms. */
export function when(at: number, now: number): Html {
  return timeTag(at, sayTime(at, now), exactTime(at));
}
