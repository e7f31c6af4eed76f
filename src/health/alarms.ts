import { throughGate } from '../db/gate.ts';
import type { Db } from '../db/open.ts';
import { transact } from '../db/query.ts';
import { noteSetting, settingOf } from '../db/setting.ts';
import type { World } from '../web/context.ts';
import { logError } from '../web/log.ts';
import { type Alarm, sendAlarm, type Told } from './alarm-messages.ts';
import { troublesOf } from './troubles.ts';

/** What the administrators were told of and not yet told the end of: one row of the settings. */
const TOLD = 'alarms told';

/** Tells the administrators of each trouble once, and once that it is over. Never throws. */
export async function raiseAlarms(world: World): Promise<void> {
  const { db, now } = world;
  try {
    if (db.open && alarmDue(db, now())) await throughGate(db, () => tellOf(db, now()));
  } catch (error) {
    logError({ job: 'watchdog' }, error);
  }
}

function alarmDue(db: Db, now: number): boolean {
  const { fresh, over } = difference(db, now);
  return fresh.length + over.length > 0;
}

/** Told and noted together; where nobody can be told, the next look tries again. */
function tellOf(db: Db, now: number): void {
  transact(db, () => {
    const { fresh, over, still } = difference(db, now);
    if (sendAlarm(db, { fresh, over }, now) === 0) return;
    noteSetting(db, TOLD, JSON.stringify([...still, ...fresh].map(({ key, over }) => ({ key, over }))));
  });
}

function difference(db: Db, now: number): Alarm & { still: Told[] } {
  const standing = troublesOf(db, now);
  const told = toldOf(db);
  const stands = ({ key }: Told) => standing.some((each) => each.key === key);
  return {
    fresh: standing.filter(({ key, tell }) => tell && !told.some((each) => each.key === key)),
    over: told.filter((each) => !stands(each)),
    still: told.filter(stands),
  };
}

function toldOf(db: Db): Told[] {
  return JSON.parse(settingOf(db, TOLD) ?? '[]');
}
