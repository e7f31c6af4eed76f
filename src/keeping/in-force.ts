import { DAY } from '../calendar/days.ts';
import type { Db } from '../db/open.ts';
import { policyAt } from '../policy/policy.ts';
import type { Keeping } from '../presets/types.ts';
import { longerOf } from '../rules/keeping.ts';

/** How long what is kept by now: of today's and yesterday's setting whatever keeps longer. */
export function keepingInForce(db: Db, now: number): Keeping {
  return longerOf(policyAt(db, now).keeping, policyAt(db, now - DAY).keeping);
}
