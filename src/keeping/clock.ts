import { DAY } from '../calendar/days.ts';
import type { Db } from '../db/open.ts';
import { noteSetting, settingOf } from '../db/setting.ts';

/*
 * A clock that is set years ahead by a slip makes everything too old at once, and what is taken away then does not come
 * back. So what is taken away for good asks first whether the time may be believed.
 */

/** Further than this the clock does not go by itself from one night to the next, unless the server was off. */
const LEAP = 7 * DAY;
/** So long somebody has to notice that the time is wrong. */
const PROOF = 7 * DAY;

const KEY = 'clock of keeping';

/** When it was last asked; and when the clock was found to have leapt since, epoch ms. */
type Seen = { at: number; leapt: number | null };

/** Whether what is too old may be taken away; asked once a night. After a leap the clock has to go on for a while. */
export function trustsClock(db: Db, now: number): boolean {
  const { at, leapt } = seen(db) ?? { at: now, leapt: null };
  const proven = leapt !== null && now - leapt >= PROOF;
  if (now - at <= LEAP || proven) {
    note(db, { at: now, leapt: null });
    return true;
  }
  if (leapt === null || now < leapt) note(db, { at, leapt: now });
  return false;
}

/** From when on the clock is believed again; null where it is. */
export function clockProvenAt(db: Db, now: number): number | null {
  const { at, leapt } = seen(db) ?? { at: now, leapt: null };
  return leapt === null || now - at <= LEAP ? null : leapt + PROOF;
}

function seen(db: Db): Seen | null {
  const noted = settingOf(db, KEY);
  return noted === null ? null : (JSON.parse(noted) as Seen);
}

function note(db: Db, content: Seen): void {
  noteSetting(db, KEY, JSON.stringify(content));
}
