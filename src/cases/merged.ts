import type { Db } from '../db/open.ts';
import { prepared, q, run } from '../db/query.ts';
import type { Main } from '../rules/merging.ts';
import type { CaseStatus } from './states.ts';

/** Another case in one line: as much as says how it stands. */
export type OtherCase = { id: number; number: string; status: CaseStatus };

const BY_NUMBER = `SELECT c.id, c.number, c.status, c.urgent, c.emergency, m.number AS mergedInto
  FROM cases c LEFT JOIN cases m ON m.id = c.merged_into AND c.status = 'merged' WHERE c.number = ?`;

/** The case that others may be merged into, by its number. */
export function mainOfNumber(db: Db, number: string): Main | null {
  return (prepared(db, BY_NUMBER).get(number) as Main | undefined) ?? null;
}

const OTHER = 'SELECT id, number, status FROM cases WHERE id = ?';
const MERGED = `SELECT id, number, status FROM cases WHERE merged_into = ? ORDER BY id`;

export function otherCase(db: Db, id: number): OtherCase | undefined {
  return prepared(db, OTHER).get(id) as OtherCase | undefined;
}

/** The cases that wait for this one's reply, or went to their call-back with it. */
export function mergedInto(db: Db, mainId: number): OtherCase[] {
  return prepared(db, MERGED).all(mainId) as OtherCase[];
}

export function setMain(db: Db, caseId: number, mainId: number): void {
  run(db, q.updateTable('cases').set({ merged_into: mainId }).where('id', '=', caseId));
}

export type Link = OtherCase & { why: string; at: number; confidential: number };

const LINKS = `SELECT c.id, c.number, c.status, c.confidential, l.why, l.linked_at AS at FROM (
    SELECT other_id AS id, why, linked_at FROM case_links WHERE case_id = @id
    UNION ALL SELECT case_id, why, linked_at FROM case_links WHERE other_id = @id) l
  JOIN cases c ON c.id = l.id ORDER BY l.linked_at, c.id`;

/** The cases related to this one, whichever side was written first. */
export function linksOf(db: Db, id: number): Link[] {
  return prepared(db, LINKS).all({ id }) as Link[];
}

type NewLink = { caseId: number; otherId: number; why: string; by: number; now: number };

/** @returns false where both were linked before */
export function insertLink(db: Db, { caseId, otherId, why, by, now }: NewLink): boolean {
  const pair = { case_id: Math.min(caseId, otherId), other_id: Math.max(caseId, otherId) };
  const row = { ...pair, why, linked_by: by, linked_at: now };
  return (
    run(
      db,
      q
        .insertInto('case_links')
        .values(row)
        .onConflict((conflict) => conflict.doNothing()),
    ).changes > 0
  );
}

export function deleteLink(db: Db, caseId: number, otherId: number): void {
  run(
    db,
    q
      .deleteFrom('case_links')
      .where('case_id', '=', Math.min(caseId, otherId))
      .where('other_id', '=', Math.max(caseId, otherId)),
  );
}
