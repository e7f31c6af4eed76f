import { dayNumberAt, monthOf } from '../calendar/local-time.ts';
import type { BackupPolicy } from '../presets/types.ts';
import type { BackupKind } from './names.ts';

/** A good backup that lies in a folder. */
export type Standing = { file: string; at: number; kind: BackupKind };
type Kept = Pick<BackupPolicy, 'keepHourly' | 'keepNightlyDays' | 'keepMonths'>;

/** Whatever policy says, so many stay. */
const ALWAYS = 3;

/**
 * Which of a folder's good backups are too old: hourly ones by their number, all others by their days, of each month
 * the first for longer. The newest three of all always stay.
 */
export function tooOld(standing: readonly Standing[], policy: Kept, now: number): string[] {
  const newest = standing.toSorted((a, b) => b.at - a.at || (a.file < b.file ? 1 : -1));
  const hourly = newest.filter(({ kind }) => kind === 'hourly');
  const others = newest.filter(({ kind }) => kind !== 'hourly');
  const kept = new Set([
    ...newest.slice(0, ALWAYS),
    ...hourly.slice(0, policy.keepHourly),
    ...others.filter(({ at }) => daysAgo(at, now) < policy.keepNightlyDays),
    ...firstOfMonths(others).filter(({ at }) => monthsAgo(at, now) < policy.keepMonths),
  ]);
  return newest.filter((each) => !kept.has(each)).map(({ file }) => file);
}

function firstOfMonths(newest: readonly Standing[]): Standing[] {
  return [...Map.groupBy(newest, ({ at }) => monthOf(at)).values()].flatMap((month) => month.at(-1) ?? []);
}

function daysAgo(at: number, now: number): number {
  return dayNumberAt(now) - dayNumberAt(at);
}

function monthsAgo(at: number, now: number): number {
  const months = (time: number) => Number(monthOf(time).slice(0, 4)) * 12 + Number(monthOf(time).slice(5));
  return months(now) - months(at);
}
