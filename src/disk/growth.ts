import { dayOf } from '../calendar/local-time.ts';
import type { Db } from '../db/open.ts';
import { noteSetting, settingOf } from '../db/setting.ts';

/** How large the file was on a local day, in bytes. */
export type Size = { day: string; bytes: number };

const KEY = 'file_sizes';
const DAYS_KEPT = 30;
/** A day or two say nothing: an import, a quiet weekend. */
const LEAST_DAYS = 7;
const DAY = 86_400_000;

/** Notes how large the file is, once a day. */
export function noteSize(db: Db, bytes: number, now: number): void {
  const [day, sizes] = [dayOf(now), sizesOf(db)];
  if (sizes.some((size) => size.day >= day)) return;
  noteSetting(db, KEY, JSON.stringify([...sizes, { day, bytes }].slice(-DAYS_KEPT)));
}

export function sizesOf(db: Db): Size[] {
  return JSON.parse(settingOf(db, KEY) ?? '[]') as Size[];
}

/** By how many bytes the file grew each day of late; null as long as that cannot be said, or where it does not grow. */
export function growthPerDay(sizes: readonly Size[]): number | null {
  const [first, last] = [sizes[0], sizes.at(-1)];
  if (!first || !last) return null;
  const days = (Date.parse(last.day) - Date.parse(first.day)) / DAY;
  const grown = last.bytes - first.bytes;
  return days >= LEAST_DAYS && grown > 0 ? grown / days : null;
}
