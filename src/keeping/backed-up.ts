import { lastBackupAt } from '../backup/queries.ts';
import { HOUR } from '../calendar/days.ts';
import type { Db } from '../db/open.ts';
import { policyAt } from '../policy/policy.ts';

/** Whether a good backup lies ready that is no older than the setting says. */
export function hasFreshBackup(db: Db, now: number): boolean {
  const last = lastBackupAt(db, now);
  return last !== null && now - last <= policyAt(db, now).backup.maxAgeHours * HOUR;
}
