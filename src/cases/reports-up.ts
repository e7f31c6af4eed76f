import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';
import type { Policy } from '../policy/policy.ts';
import { contactWords, upwardsOf } from '../rules/contacts.ts';
import { topCategory } from '../tasks/emergency-contacts.ts';
import type { CaseRow } from './rows.ts';

/** G-A3: to whom a case is reported upwards, lowest level first, in words. */
export function levelsOf(db: Db, given: Pick<CaseRow, 'category_id'>, policy: Policy): string[] {
  return upwardsOf(policy.contacts, topCategory(db, given.category_id)).map(contactWords);
}

const REPORTS = `SELECT detail ->> '$.level' AS level, min(detail ->> '$.at') AS at FROM events
  WHERE case_id = ? AND act = 'report_up' GROUP BY 1`;

/** When each level was first told; epoch ms. */
export function reportsOf(db: Db, caseId: number): ReadonlyMap<string, number> {
  const rows = prepared(db, REPORTS).all(caseId) as { level: string; at: number }[];
  return new Map(rows.map(({ level, at }) => [level, at]));
}
