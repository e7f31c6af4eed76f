import { audit } from '../audit/audit.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { noteSetting, settingOf } from '../db/setting.ts';

/** What was masked and does not yet stand in the audit log: one row of the settings. */
const RUNNING = 'masked, not yet on record';

export type Masked = { cases: number; files: number };

const NOTHING: Masked = { cases: 0, files: 0 };

/** Adds to what this run has masked, in the transaction that masks. */
export function countMasked(db: Db, { cases, files }: Masked): void {
  const sum = soFar(db);
  noteSetting(db, RUNNING, JSON.stringify({ cases: sum.cases + cases, files: sum.files + files }));
}

/** One line of the audit log for a run, also for one that was broken off; never who or which. */
export function endMaskRun(db: Db, now: number): void {
  const masked = soFar(db);
  if (masked.cases + masked.files === 0) return;
  transact(db, () => {
    audit(db, { at: now, actor: null, act: 'personal_data_masked', detail: masked });
    noteSetting(db, RUNNING, JSON.stringify(NOTHING));
  });
}

function soFar(db: Db): Masked {
  const noted = settingOf(db, RUNNING);
  return noted === null ? NOTHING : (JSON.parse(noted) as Masked);
}
