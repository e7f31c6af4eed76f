import { type Html, timeTag } from '../../views/ui/index.ts';
import { formatLocal } from '../calendar/local-time.ts';
import { exactTime, sayTime } from '../calendar/words.ts';

/** A moment as people say it, exact on hover; both epoch ms. */
export function when(at: number, now: number): Html {
  return timeTag(at, sayTime(at, now), exactTime(at));
}

/** The wall clock at which something is over for certain, in whole minutes: 14:20. */
export function clockBy(at: number): string {
  return formatLocal(at + 59_999).slice(11);
}
