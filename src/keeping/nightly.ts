import { HOUR } from '../calendar/days.ts';
import { dayOf, startOfDay } from '../calendar/local-time.ts';
import type { Db } from '../db/open.ts';
import { noteSetting, settingOf } from '../db/setting.ts';
import type { World } from '../web/context.ts';
import { trustsClock } from './clock.ts';

/** Hours of the local day in which few people work. */
const [FROM, TO] = [1, 6];
/** A server that is switched off at night makes up for it by day. */
const LONGEST = 36 * HOUR;

/** Does something once a night where the time may be believed; what was broken off is begun again at the next turn. */
export async function nightly(world: World, name: string, work: () => Promise<void>): Promise<void> {
  const { db, now } = world;
  if (!isNightlyDue(db, name, now()) || !trustsClock(db, now())) return;
  await work();
  if (db.open) noteNightly(db, name, now());
}

/** Whether it is night and this was not done yet today, or was not done for long. What is new waits for its first night. */
export function isNightlyDue(db: Db, name: string, now: number): boolean {
  const last = settingOf(db, keyOf(name));
  const hour = (now - startOfDay(dayOf(now))) / HOUR;
  const isNight = hour >= FROM && hour < TO;
  if (last === null) {
    if (!isNight) noteNightly(db, name, now);
    return isNight;
  }
  const at = Number(last);
  return (isNight && dayOf(at) !== dayOf(now)) || now - at > LONGEST;
}

export function noteNightly(db: Db, name: string, now: number): void {
  noteSetting(db, keyOf(name), String(now));
}

function keyOf(name: string): string {
  return `nightly: ${name}`;
}
