import { MINUTE } from '../calendar/days.ts';
import type { Db } from '../db/open.ts';
import { Tries } from '../people/tries.ts';

/** Many people come from one address of a mobile network, and few of them with a wrong link or code. */
const MOST_WRONG = 30;
const PAUSE = 10 * MINUTE;

type Wrong = { visitors: Tries; numbers: Tries };
const wrong = new WeakMap<Db, Wrong>();

/** Wrong links and codes by where they come from; wrong codes also by the number that they were tried for. */
export function wrongTries(db: Db): Wrong {
  const tries = wrong.get(db) ?? {
    visitors: new Tries(MOST_WRONG, PAUSE),
    numbers: new Tries(MOST_WRONG, PAUSE),
  };
  wrong.set(db, tries);
  return tries;
}
