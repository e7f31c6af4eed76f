import type { Db } from '../db/open.ts';
import { prepared } from '../db/query.ts';

/** Where the log-ins of a demonstration stand in its file. */
export const MARK = 'demo';

/** Whether a file is a demonstration: everybody in it is made up. */
export function isDemo(db: Db): boolean {
  return prepared(db, 'SELECT 1 FROM settings WHERE key = ?').get(MARK) !== undefined;
}
