import { policyAt } from '../policy/policy.ts';
import { needsChoice, needsSetup } from '../setup/state.ts';
import type { World } from '../web/context.ts';
import { dueBackup } from './due.ts';
import { lastFailedAt, lastGoodOf } from './queries.ts';
import { runningBackup, startBackup, waitForBackup } from './running.ts';

/** Makes the backup that is due, if any; resolves when it is there. */
export async function makeDueBackup(world: World): Promise<void> {
  const { db } = world;
  const now = world.now();
  if (needsSetup(db) || needsChoice(db) || runningBackup(db)) return;
  const history = {
    hourly: lastGoodOf(db, ['hourly'], now),
    nightly: lastGoodOf(db, ['nightly'], now),
    failed: lastFailedAt(db, now),
  };
  const kind = dueBackup(policyAt(db, now).backup, history, now);
  if (kind === null) return;
  startBackup(world, { kind, actor: null });
  await waitForBackup(db);
}
