import type { Db } from '../db/open.ts';
import { first, q } from '../db/query.ts';

/** Whether nobody can sign in yet: every page leads to /setup then. */
export function needsSetup(db: Db): boolean {
  return first(db, q.selectFrom('users').select('id').limit(1)) === undefined;
}

/** Whether the administrator has still to choose what the system starts from. */
export function needsChoice(db: Db): boolean {
  return first(db, q.selectFrom('policies').select('id').limit(1)) === undefined;
}
