import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { auditFigures, messageFigures } from './counted-once.ts';

/*
 * What is cleared away is counted first: its figures stand apart in yearly_figures and are added whenever its year is
 * reckoned again. So nothing is lost and nothing counted twice, however often a year is cleared piece by piece.
 */

/** Before the figures of what is gone. */
export const CLEARED = 'cleared:';

/** Adds messages to their years' figures, in the transaction that clears them. @param ids JSON list */
export function keepMessageFigures(db: Db, ids: string, now: number): void {
  add(db, messageFigures('m.id IN (SELECT value FROM json_each(@ids))'), { ids, now });
}

/** Adds the lines of the audit log up to this one to their years' figures, in the transaction that cuts them off. */
export function keepAuditFigures(db: Db, throughId: number, now: number): void {
  add(db, auditFigures('l.id <= @throughId'), { throughId, now });
}

function add(db: Db, counted: string, values: Record<string, unknown>): void {
  const adding = `INSERT INTO yearly_figures (year, figure, key, value, reckoned_at)
    SELECT year, '${CLEARED}' || figure, key, value, @now FROM (${counted}) WHERE value > 0
    ON CONFLICT (year, figure, key) DO UPDATE SET value = value + excluded.value, reckoned_at = excluded.reckoned_at`;
  prepared(db, adding).run(values);
}
