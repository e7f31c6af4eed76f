import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import { AUDIT_FIGURES, MESSAGE_FIGURES } from './counted-once.ts';

/*
 * What is cleared away is counted first: its figures stand apart in yearly_figures and are added whenever its year is
 * reckoned again. So nothing is lost and nothing counted twice, however often a year is cleared piece by piece.
 */

/** Before the figures of what is gone. */
export const CLEARED = 'cleared:';

/** Adds messages to their years' figures, in the transaction that clears them. @param ids JSON list */
export function keepMessageFigures(db: Db, ids: string, now: number): void {
  add(
    db,
    MESSAGE_FIGURES.map((sql) => `${sql} AND m.id IN (SELECT value FROM json_each(@ids))`),
    { ids, now },
  );
}

/** Adds the lines of the audit log up to this one to their years' figures, in the transaction that cuts them off. */
export function keepAuditFigures(db: Db, throughId: number, now: number): void {
  add(db, [`${AUDIT_FIGURES} AND l.id <= @throughId`], { throughId, now });
}

function add(db: Db, counts: readonly string[], values: Record<string, unknown>): void {
  for (const count of counts) prepared(db, adding(count)).run(values);
}

function adding(count: string): string {
  return `INSERT INTO yearly_figures (year, figure, key, value, reckoned_at)
    SELECT year, '${CLEARED}' || figure, key, sum(value), @now FROM (${count} GROUP BY 1, 2, 3) WHERE true GROUP BY 1, 2, 3
    ON CONFLICT (year, figure, key) DO UPDATE SET value = value + excluded.value, reckoned_at = excluded.reckoned_at`;
}
