import type { Db } from '../db/open.ts';
import { q, run } from '../db/query.ts';

/** How long the rows of an import that were refused can be fetched; they are citizens' data outside any case. */
export const REFUSALS_KEPT_DAYS = 90;

/** Forgets the refused rows of imports that ended long ago; their counts stay. @returns of how many imports */
export function removeOldRefusals(db: Db, now: number): number {
  const old = q
    .updateTable('import_runs')
    .set({ refused_csv: '' })
    .where('finished_at', '<', now - REFUSALS_KEPT_DAYS * 86_400_000)
    .where('refused_csv', '<>', '');
  return run(db, old).changes;
}
